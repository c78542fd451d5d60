import type { PingKind } from '../../domain/ping.ts';
import { exportFormats } from '../../http/ping-export.ts';
import { type Html, html } from './html.ts';
