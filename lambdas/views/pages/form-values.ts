/** The fields of the form of a monitor, as texts. A box that is ticked is `on`, one that is not is empty. */
export const formFields = [
  ...(['name', 'id', 'kind', 'every', 'cron', 'timezone', 'grace'] as const),
  ...(['tags', 'runbook_url', 'channels', 'reminder'] as const),
  ...(['max_misses', 'max_failures', 'recovery_threshold', 'max_runtime', 'early_margin'] as const),
  ...(['expect_first_ping', 'post_only'] as const),
  ...(['filter_start', 'filter_success', 'filter_fail', 'filter_default_fail'] as const),
] as const;

export type FormField = (typeof formFields)[number];
export type FormValues = Readonly<Record<FormField, string>>;
/** What is wrong with a field, and what is allowed. */
export type FormErrors = Readonly<Partial<Record<FormField, string>>>;
