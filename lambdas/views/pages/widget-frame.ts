import { type Html, html, raw } from './html.ts';
import { widgetStyles } from './widget-styles.ts';

/**
 * Where a widget of a CloudWatch dashboard is shown, as its `widgetContext` says: the theme, and the width of what is seen
 * of it, in pixels.
 */
export interface WidgetFrame {
  theme: 'light' | 'dark';
  width: number;
  /** The ARN of the function that answers the widget's calls: itself. */
  endpoint: string;
}

/** What a call of the widget may ask for. */
export interface WidgetCall {
  status?: string;
  page?: number;
  monitor?: string;
}

const narrowBelowPixels = 560;

/**
 * The HTML that CloudWatch is answered, under its rules:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/add_custom_widget_dashboard_about.html and
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/add_custom_widget_dashboard_security.html
 *
 * Most tags, `style` and SVG are let through; scripts, `iframe` and `use` are taken out. An element of the class
 * `cwdb-no-default-styles` switches off the console's own style of tables and links. What the rules say nothing of is
 * whether a style reaches beyond its widget, so ours names nothing outside of its own element.
 */
export function framed({ theme, width }: WidgetFrame, content: Html): string {
  const size = width < narrowBelowPixels ? 'narrow' : 'wide';
  return String(
    html`<div class="downbeat cwdb-no-default-styles ${theme} ${size}"><style>${raw(widgetStyles)}</style>${content}</div>`,
  );
}

/**
 * A button that calls the function again, and shows what it answers in place of the widget or in a window above it:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/add_custom_widget_dashboard_interactivity.html
 *
 * A `cwdb-action` belongs to the element right before it, which may be any. It has its parameters as JSON in its text, here
 * without a character that HTML would take for something else.
 */
export function callButton(
  { endpoint }: WidgetFrame,
  { call, label, display, current = false }: CallButton,
): Html {
  const json = JSON.stringify(call).replace(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);
  const name = display === 'popup' ? 'name' : 'call';
  return html`<button type="button" class="${name}"${current && raw(' aria-pressed="true"')}>${label}</button><cwdb-action action="call" display="${display}" endpoint="${endpoint}">${raw(json)}</cwdb-action>`;
}

interface CallButton {
  call: WidgetCall;
  label: string | Html;
  display: 'widget' | 'popup';
  /** It stands for what is shown already. */
  current?: boolean;
}
