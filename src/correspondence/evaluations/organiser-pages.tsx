import { Hono } from 'hono'
import { lowerFirst } from '#attendance/requirements/state.ts'
import { instant } from '#base/dates.ts'
import { mapped, together } from '#base/db/read.ts'
import { files } from '#base/list/list.tsx'
import { mayAsk } from '#base/web/access.ts'
import type { AppEnv } from '#base/web/env.ts'
import { showFields } from '#base/web/fields.tsx'
import { page, question, withPages } from '#base/web/page.tsx'
import { Heading, P } from '#base/web/page-parts.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { evaluationColumns, evaluationRows } from './csv.ts'
import { type Evaluation, readySets, resultsOf, textsToRead, type Wave, waveWords } from './evaluation.ts'
import { answersForm, readWave, textsForm, typedWave, waveForm } from './forms.ts'
import { publicEvaluationPages } from './public-pages.tsx'
import { releaseTexts, saveEvaluation } from './save-evaluation.ts'
import { selectEvaluation, selectToRead } from './store.ts'
import { NoNames } from './views/evaluation.tsx'
import { AboutWave, EvaluationPage, EventsToReadPage, WaveFields } from './views/organiser-evaluation.tsx'
import { saveRefusals } from './views/refusals.tsx'

const pathOf = ({ event }: Evaluation): string => `/organiser/events/${event.code}/evaluation`

const readEvaluation = ({ db, part }: Asked) => selectEvaluation(db, part('code'))
const ofEvent = { back: (found: Evaluation) => ({ href: pathOf(found), text: 'Questions about the event' }) }

const overview = page({
  at: '/:code/evaluation',
  read: readEvaluation,
  title: ({ event }) => `Feedback: ${event.title}`,
  heading: 'Feedback',
  ...ofEvent,
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

const readOfWave = (asked: Asked) => {
  const wave = readWave(asked.part('wave'))
  return mapped(readEvaluation(asked), (found) => found && wave && { ...found, wave, row: found.waves.find((one) => one.wave === wave) })
}

const ofWave = ({ questions, wave }: Pick<Evaluation, 'questions'> & { wave: Wave }) => questions.filter((one) => one.wave === wave)

const change = question({
  at: '/:code/evaluation/:wave',
  read: readOfWave,
  title: 'Questions about the event',
  heading: ({ wave }) => `Questions: ${lowerFirst(waveWords[wave].label)}`,
  ...ofEvent,
  above: AboutWave,
  form: (_, { wave }) => waveForm(wave),
  filled: ({ row, ...found }) => typedWave(row ? ofWave(found) : readySets[found.wave], row?.weeks ?? 0),
  shape: (fields) => <WaveFields fields={fields} />,
  button: 'Save',
  act: (act, asked, { subject: { event, wave } }) => saveEvaluation(act, event, { wave, ...asked }),
  refused: saveRefusals,
  done: ({ values }) => (values.questions.length === 0 ? 'Nothing is asked any more' : 'Saved. It can be read on the page of the event'),
  to: ({ part }) => `/organiser/events/${part('code')}/evaluation`,
})

const preview = page({
  at: '/:code/evaluation/:wave/preview',
  read: readOfWave,
  title: 'Preview',
  heading: ({ wave }) => `Preview: ${lowerFirst(waveWords[wave].label)}`,
  ...ofEvent,
  show: (found) => (
    <>
      <P>As {waveWords[found.wave].whom} will see it. What you choose here goes nowhere.</P>
      {Object.values(showFields(answersForm(ofWave(found)), {}, undefined))}
    </>
  ),
})

const figures = files({
  at: '/:code/evaluation',
  beside: readEvaluation,
  title: 'Feedback',
  whole: { rows: (found) => resultsOf(found).flatMap(evaluationRows) },
  columns: evaluationColumns,
  file: {
    name: ({ event }) => `evaluation-${event.code}`,
    log: (found) => ({ act: 'evaluation.exported', eventId: found.event.id, after: { waves: resultsOf(found).length } }),
  },
})

const organiserAskedPages = withPages(new Hono<AppEnv>(), overview, change, preview, figures)

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
      <P>What you decide is final. Texts that you leave open wait here.</P>
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
