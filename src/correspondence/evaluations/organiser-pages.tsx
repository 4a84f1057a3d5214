import { type Context, Hono } from 'hono'
import { instant } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { logExport } from '#base/log/export-log.ts'
import { mayAsk } from '#base/web/access.ts'
import { csvHeaders } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { evaluationCsv } from './csv.ts'
import { type Evaluation, readySets, resultsOf, type Wave } from './evaluation.ts'
import { movedUp, readDecisions, readQuestions, readWave, valuesOf, type WaveValues, waveValues } from './forms.ts'
import { publicEvaluationPages } from './public-pages.tsx'
import { releaseTexts, saveEvaluation } from './save-evaluation.ts'
import { selectEvaluation, selectToRead } from './store.ts'
import { EvaluationPage, EventsToReadPage, PreviewPage, TextsPage, WaveForm } from './views/organiser-evaluation.tsx'
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

const textsToRead = ({ texts, questions }: Evaluation) =>
  texts.flatMap(({ id, value, shown, questionId }) =>
    shown === null ? [{ id, value, question: questions.find((one) => one.id === questionId)?.label ?? '' }] : [],
  )

/** What an event asks afterwards, and what came of it. */
const organiserAskedPages = new Hono<AppEnv>()
  .get('/:code/evaluation', async (c) => {
    const found = await evaluationOf(c)
    const { event } = found
    return c.render(
      <EvaluationPage
        {...found}
        results={resultsOf(found)}
        toRead={textsToRead(found).length}
        mayChange={
          event.state !== 'cancelled' &&
          (event.endsAt === null || event.endsAt > instant(c.var.act.now)) &&
          mayAsk(c.var.act.actor, 'POST /organiser/events/:code/evaluation/:wave')
        }
        mayRead={mayAsk(c.var.act.actor, 'GET /organiser/evaluations/:code')}
      />,
      { title: `What it was worth: ${event.title}`, back: { href: `/organiser/events/${event.code}`, text: 'Back to the event' } },
    )
  })
  .get('/:code/evaluation.csv', async (c) => {
    const found = await evaluationOf(c)
    const results = resultsOf(found)
    await logExport(c.var.act, { act: 'evaluation.exported', eventId: found.event.id, after: { waves: results.length } })
    return c.body(evaluationCsv(results), 200, csvHeaders(`evaluation-${found.event.code}`))
  })
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
  .get('/:code/evaluation/:wave/preview', async (c) => {
    const found = await evaluationOf(c)
    const wave = waveOf(c)
    const questions = found.questions.filter((question) => question.wave === wave)
    return c.render(<PreviewPage event={found.event} wave={wave} questions={questions} />, {
      title: 'Preview',
      back: { href: pathOf(found) },
    })
  })

/** What people wrote, for those who decide what is shown. */
const organiserTextPages = new Hono<AppEnv>()
  .get('/', async (c) =>
    c.render(<EventsToReadPage events={await readNow(c.env.DB, selectToRead(c.env.DB))} />, { title: 'Texts about events' }),
  )
  .get('/:code', async (c) => {
    const found = await evaluationOf(c)
    return c.render(<TextsPage event={found.event} texts={textsToRead(found)} />, {
      title: 'Texts to be read',
      back: { href: '/organiser/evaluations', text: 'All events' },
    })
  })
  .post('/:code', async (c) => {
    const found = await evaluationOf(c)
    const decided = readDecisions(await c.req.parseBody())
    if (decided.shown.length + decided.hidden.length > 0) {
      await releaseTexts(c.var.act, found.event, decided)
      flash(c, 'Saved')
    }
    return c.redirect(`/organiser/evaluations/${found.event.code}`, 303)
  })

/** These and those of everybody. Mounted at /. */
export const organiserEvaluationPages = new Hono<AppEnv>()
  .route('/', publicEvaluationPages)
  .route('/organiser/events', organiserAskedPages)
  .route('/organiser/evaluations', organiserTextPages)
