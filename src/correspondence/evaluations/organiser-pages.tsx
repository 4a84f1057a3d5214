import { type Context, Hono } from 'hono'
import { lowerFirst } from '#attendance/requirements/state.ts'
import { instant } from '#base/dates.ts'
import { mapped, readNow, together } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { files } from '#base/list/list.tsx'
import { mayAsk } from '#base/web/access.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { showFields } from '#base/web/fields.tsx'
import { flash } from '#base/web/flash.ts'
import { page, withPages } from '#base/web/page.tsx'
import { Heading, P } from '#base/web/page-parts.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { evaluationColumns, evaluationRows } from './csv.ts'
import { type Evaluation, readySets, resultsOf, textsToRead, type Wave, waveWords } from './evaluation.ts'
import { answersForm, movedUp, readQuestions, readWave, textsForm, valuesOf, type WaveValues, waveValues } from './forms.ts'
import { publicEvaluationPages } from './public-pages.tsx'
import { releaseTexts, saveEvaluation } from './save-evaluation.ts'
import { selectEvaluation, selectToRead } from './store.ts'
import { NoNames } from './views/evaluation.tsx'
import { EvaluationPage, EventsToReadPage, WaveForm } from './views/organiser-evaluation.tsx'
import { saveRefusals } from './views/refusals.tsx'

type C = Context<AppEnv>

const evaluationOf = async (c: C): Promise<Evaluation> => {
  const found = await readNow(c.env.DB, selectEvaluation(c.env.DB, c.req.param('code') ?? ''))
  if (!found) throw notFound('event')
  return found
}

const waveOf = (c: C): Wave => {
  const wave = readWave(c.req.param('wave'))
  if (!wave) throw notFound('evaluation')
  return wave
}

const pathOf = ({ event }: Evaluation): string => `/organiser/events/${event.code}/evaluation`

const showForm = (c: C, found: Evaluation, wave: Wave, values: WaveValues, problems?: Problems, moved?: number) =>
  c.render(<WaveForm event={found.event} wave={wave} values={values} problems={problems} moved={moved} />, {
    title: 'Questions about the event',
    hasProblems: problems !== undefined,
    back: { href: pathOf(found) },
  })

const readEvaluation = ({ db, part }: Asked) => selectEvaluation(db, part('code'))
const ofEvent = {
  caption: ({ event }: Evaluation) => event.title,
  back: (found: Evaluation) => ({ href: pathOf(found), text: 'Questions about the event' }),
}

const overview = page({
  at: '/:code/evaluation',
  read: readEvaluation,
  title: ({ event }) => `What it was worth: ${event.title}`,
  heading: 'What it was worth',
  ...ofEvent,
  back: ({ event }) => ({ href: `/organiser/events/${event.code}`, text: 'Back to the event' }),
  wide: true,
  show: (found, _, { act: { actor, now } }) => (
    <EvaluationPage
      {...found}
      results={resultsOf(found)}
      toRead={textsToRead(found).length}
      mayChange={
        found.event.state !== 'cancelled' &&
        (found.event.endsAt === null || found.event.endsAt > instant(now)) &&
        mayAsk(actor, 'POST /organiser/events/:code/evaluation/:wave')
      }
      mayRead={mayAsk(actor, 'GET /organiser/evaluations/:code')}
    />
  ),
})

const preview = page({
  at: '/:code/evaluation/:wave/preview',
  read: (asked) => {
    const wave = readWave(asked.part('wave'))
    return mapped(readEvaluation(asked), (found) => found && wave && { ...found, wave })
  },
  title: 'Preview',
  heading: ({ wave }) => `Preview: ${lowerFirst(waveWords[wave].label)}`,
  ...ofEvent,
  show: ({ questions, wave }) => (
    <>
      <P>As {waveWords[wave].whom} will see it. What you choose here goes nowhere.</P>
      {Object.values(showFields(answersForm(questions.filter((question) => question.wave === wave)), {}, undefined))}
    </>
  ),
})

const figures = files({
  at: '/:code/evaluation',
  beside: readEvaluation,
  title: 'What it was worth',
  whole: { rows: (found) => resultsOf(found).flatMap(evaluationRows) },
  columns: evaluationColumns,
  file: {
    name: ({ event }) => `evaluation-${event.code}`,
    log: (found) => ({ act: 'evaluation.exported', eventId: found.event.id, after: { waves: resultsOf(found).length } }),
  },
})

const organiserAskedPages = withPages(new Hono<AppEnv>(), overview, preview, figures)
  .get('/:code/evaluation/:wave', async (c) => {
    const found = await evaluationOf(c)
    const wave = waveOf(c)
    const row = found.waves.find((one) => one.wave === wave)
    const asked = row ? found.questions.filter((question) => question.wave === wave) : readySets[wave]
    return showForm(c, found, wave, valuesOf(asked, row?.weeks ?? 0))
  })
  .post('/:code/evaluation/:wave', async (c) => {
    const found = await evaluationOf(c)
    const wave = waveOf(c)
    const body = await c.req.parseBody()
    const values = waveValues(body)
    const up = movedUp(body, values)
    if (up) return showForm(c, found, wave, up.values, undefined, up.moved)
    const read = readQuestions(wave, values)
    if (!read.ok) {
      c.status(422)
      return showForm(c, found, wave, values, read.problems)
    }
    const saved = await saveEvaluation(c.var.act, found.event, { wave, ...read })
    if (!saved.ok) {
      c.status(409)
      return showForm(c, found, wave, values, { 'label-1': saveRefusals[saved.reason] })
    }
    flash(c, read.questions.length === 0 ? 'Nothing is asked any more' : 'Saved. It can be read on the page of the event')
    return c.redirect(pathOf(found), 303)
  })

const events = page({
  at: '/',
  read: ({ db }) => together({ events: selectToRead(db) }),
  title: 'Texts about events',
  show: (found) => <EventsToReadPage {...found} />,
})

const decide = press({
  at: '/:code',
  read: readEvaluation,
  form: (_, found) => textsForm(textsToRead(found)),
  shape: (fields) => (
    <>
      <Heading>Show them with the results?</Heading>
      {Object.values(fields)}
      <P>What you decide stands. Texts that you leave open wait here.</P>
    </>
  ),
  button: 'Save',
  act: (act, decided, { subject }) => releaseTexts(act, subject.event, decided),
  refused: {},
  done: (_, decided) => (decided === 0 ? '' : 'Saved'),
  to: ({ part }) => `/organiser/evaluations/${part('code')}`,
})

const texts = page({
  at: '/:code',
  read: readEvaluation,
  title: 'Texts to be read',
  caption: ({ event }) => event.title,
  back: { href: '/organiser/evaluations', text: 'All events' },
  presses: { decide },
  show: (found, forms) => (
    <>
      <NoNames />
      {textsToRead(found).length === 0 ? <P>Every text is decided on.</P> : forms.decide(found)}
    </>
  ),
})

/** These and those of everybody. Mounted at /. */
export const organiserEvaluationPages = new Hono<AppEnv>()
  .route('/', publicEvaluationPages)
  .route('/organiser/events', organiserAskedPages)
  .route('/organiser/evaluations', withPages(new Hono<AppEnv>(), events, texts))
