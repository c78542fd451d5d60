import type { MonitorForm } from '../../lambdas/views/pages/form.ts';
import { formPage } from '../../lambdas/views/pages/form.ts';
import { settingsAnswer } from './answers.ts';
import type { PageContext, PageHandler } from './context.ts';
import { type Outcome, redirect, show } from './exchange.ts';
import { bodyOf, newValues, placeFaults, typedValues, valuesOf } from './form-body.ts';
import { callApi, callFor, Refused, readAnswer } from './management.ts';
import { previewOf } from './preview.ts';

type Shown = Pick<MonitorForm, 'values'> & Partial<Omit<MonitorForm, 'values'>>;

function showForm({ token, now }: PageContext, form: Shown, status = 200): Outcome {
  const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')];
  const rest = { monitor: undefined, entityTag: '', errors: {}, problems: [], ...form };
  return show(formPage({ ...rest, zones, token, preview: previewOf(form.values, now) }), status);
}

/** An empty form. */
export const newForm: PageHandler = (context) => showForm(context, { values: newValues });

/** The form of a monitor's settings as they are. */
export const editForm: PageHandler = async (context) => {
  const { settings, entityTag } = await loadSettings(context);
  return showForm(context, { values: valuesOf(settings), monitor: settings, entityTag });
};

/** Creates a monitor of what was typed, or shows the form again. */
export const create: PageHandler = async (context) => {
  const { management, request, notices } = context;
  const values = typedValues(request.form);
  if (request.form.get('do') === 'preview') return showForm(context, { values });
  return submit(context, { values }, async (body) => {
    const created = await callFor(settingsAnswer, management, 'POST', '/monitors', { body });
    const text = `${created.name} is created. Give its ping URL to the job.`;
    return redirect(notices.at(`/monitors/${created.id}`, { kind: 'good', text }));
  });
};

/** Changes a monitor's settings to what was typed, unless somebody else has changed them meanwhile. */
export const edit: PageHandler = async (context) => {
  const { management, request, id, notices } = context;
  const values = typedValues(request.form);
  const { settings, entityTag } = await loadSettings(context);
  const seen = request.form.get('entity_tag') ?? '';
  const form = { values, monitor: settings };
  if (request.form.get('do') === 'preview') return showForm(context, { ...form, entityTag: seen });
  return submit(context, { ...form, entityTag: seen }, async (body) => {
    const headers = { 'if-match': seen };
    try {
      await callApi(management, 'PATCH', `/monitors/${id}`, { body, headers });
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 412) throw error;
      const problem =
        'somebody else has changed the settings since you opened this form. Nothing was saved; to save yours over theirs, save again.';
      return showForm(context, { ...form, entityTag, problems: [problem] }, 412);
    }
    return redirect(notices.at(`/monitors/${id}`, { kind: 'good', text: 'The settings are saved.' }));
  });
};

/** Saves, or shows the form again with what is wrong at each field, and what was typed. */
async function submit(
  context: PageContext,
  form: Shown,
  save: (body: Record<string, unknown>) => Promise<Outcome>,
): Promise<Outcome> {
  const { values } = form;
  const { body, errors } = bodyOf(values);
  try {
    if (Object.keys(errors).length === 0) return await save(body);
    return showForm(context, { ...form, errors }, 400);
  } catch (error) {
    const isOfForm = error instanceof Refused && error.faults.length > 0;
    if (!isOfForm) throw error;
    return showForm(context, { ...form, ...placeFaults(error.faults, values) }, 400);
  }
}

async function loadSettings({ management, id }: PageContext) {
  const reply = await callApi(management, 'GET', `/monitors/${id}`);
  const { etag } = reply.headers;
  return { settings: readAnswer(settingsAnswer, reply), entityTag: typeof etag === 'string' ? etag : '' };
}
