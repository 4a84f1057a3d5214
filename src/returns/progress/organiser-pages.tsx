import { type Context, Hono } from 'hono'
import { instant, londonDay } from '#base/dates.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import { logExport } from '#base/log/export-log.ts'
import { mayAsk } from '#base/web/access.ts'
import { cellsOf, csvHeaders, csvOf } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { formId, problemsOf, text, texts, typedOf } from '#base/web/form.ts'
import { toXlsx, xlsxHeaders } from '#base/web/xlsx.ts'
import { counted } from '#base/words.ts'
import { organiserPreviewPages } from '#returns/filling/organiser-pages.tsx'
import { organiserFormPages } from '#returns/forms/organiser-pages.tsx'
import { selectForms } from '#returns/forms/store.ts'
import { selectResultsNumber } from '#returns/results/store.ts'
import { filledRound, openingForm, roundFields, roundForm, type TypedRound, usualReaders } from '#returns/rounds/forms.ts'
import { organiserDatePages } from '#returns/rounds/organiser-pages.tsx'
import { selectPostponements, selectToldDates } from '#returns/rounds/postponement-store.ts'
import type { Round } from '#returns/rounds/round.ts'
import { closeRound, openRound, saveRound } from '#returns/rounds/save-round.ts'
import { selectLastControllers, selectRound, selectRounds, selectToAsk } from '#returns/rounds/store.ts'
import { closeRefusals, openRefusals, saveRoundRefusals } from '#returns/rounds/views/refusals.tsx'
import { PreparedPage, RoundFormPage, RoundsPage, roundPath } from '#returns/rounds/views/round.tsx'
import { chaseMissing } from './change-return.ts'
import { readDimension, readShow } from './forms.ts'
import { organiserCheckPages } from './organiser-check-pages.tsx'
import { openedOf, organiserSchoolReturnPages } from './organiser-school-pages.tsx'
import { isGivenLonger, progressColumns, shownOf } from './progress.ts'
import { schoolFeedbackPages } from './school-pages.tsx'
import { selectAsks, selectCounts, selectProgress } from './store.ts'
import { ProgressPage } from './views/progress.tsx'

type C = Context<AppEnv>

const uuid = '[0-9a-f]{8}-[0-9a-f-]{27}'
const back = { back: { href: '/organiser/returns', text: 'Safeguarding audit' } }

const roundOf = async (c: C): Promise<Round> => {
  const found = await readNow(c.env.DB, selectRound(c.env.DB, c.req.param('round') ?? ''))
  if (!found) throw notFound('round')
  return found
}

const mayWrite = (c: C): boolean => mayAsk(c.var.act.actor, 'POST /organiser/returns/:round/opening')

const showRoundForm = async (c: C, id: string, typed: TypedRound, problems?: Problems) => {
  const forms = (await readNow(c.env.DB, selectForms(c.env.DB))).filter(({ publishedAt }) => publishedAt !== null)
  return c.render(<RoundFormPage {...{ id, forms, typed, problems }} />, { title: 'Round', hasProblems: problems !== undefined, ...back })
}

const saveTyped = async (c: C, id: string, body: Record<string, unknown>) => {
  const typed = { ...typedOf(body, roundFields), sectors: texts(body, 'sectors'), kinds: texts(body, 'kinds') }
  const forms = await readNow(c.env.DB, selectForms(c.env.DB))
  const read = roundForm(forms.flatMap((form) => (form.publishedAt === null ? [] : [form.id]))).safeParse(body)
  if (!read.success) {
    c.status(422)
    return showRoundForm(c, id, typed, problemsOf(read.error))
  }
  const saved = await saveRound(c.var.act, id, read.data)
  if (!saved.ok) {
    c.status(409)
    return showRoundForm(c, id, typed, { versionId: saveRoundRefusals[saved.reason] })
  }
  flash(c, 'Saved. No school knows of it yet')
  return c.redirect(roundPath({ id }), 303)
}

const showPrepared = async (c: C, round: Round, problems?: Problems, why = '') => {
  const schools = await readNow(c.env.DB, selectToAsk(c.env.DB, c.var.act.laCodes, round.id))
  return c.render(<PreparedPage {...{ round, schools, problems, why }} />, {
    ...{ title: round.title, hasProblems: problems !== undefined, ...back },
  })
}

const showProgress = async (c: C, round: Round, problems?: Problems) => {
  const { db, now } = c.var.act
  const found = await readTogether(db, {
    reached: selectToldDates(db, { roundId: round.id }, londonDay(now)),
    schools: selectProgress(db, round.id),
    counts: selectCounts(db, round.id),
    report: selectResultsNumber(db, round.id),
    postponements: selectPostponements(db, { roundId: round.id }),
    asks: selectAsks(db, round.versionId),
  })
  const [by, show] = [readDimension(c.req.query('by')), readShow(c.req.query('show'))]
  return c.render(<ProgressPage {...found} {...{ round, by, show, now, mayWrite: mayWrite(c), problems }} />, {
    title: round.title,
    hasProblems: problems !== undefined,
    ...back,
  })
}

/** Every school of a round, for a file. */
const readFile = async (c: C) => {
  const round = await openedOf(c)
  const { schools, asks } = await readTogether(c.env.DB, {
    schools: selectProgress(c.env.DB, round.id),
    asks: selectAsks(c.env.DB, round.versionId),
  })
  await logExport(c.var.act, { act: 'return_round.exported', after: { roundId: round.id, schools: schools.length } })
  return { schools, asks, name: `annual-return-${londonDay(instant(c.var.act.now))}` }
}

const roundPages = new Hono<AppEnv>()
  .get('/', async (c) => {
    const rounds = await readNow(c.env.DB, selectRounds(c.env.DB))
    return c.render(<RoundsPage {...{ rounds, now: c.var.act.now, mayWrite: mayWrite(c) }} />, { title: 'Safeguarding audit' })
  })
  .get('/new', async (c) => {
    const { returnControllers, returnBasis } = c.var.council
    const last = await readNow(c.env.DB, selectLastControllers(c.env.DB))
    const empty = Object.fromEntries(roundFields.map((name) => [name, ''])) as Record<(typeof roundFields)[number], string>
    return showRoundForm(c, newId(c.var.act.now), {
      ...empty,
      ...{ readers: usualReaders, deadlineTime: '17:00', sectors: [], kinds: [] },
      ...{ controllers: returnControllers || (last?.controllers ?? ''), basis: returnBasis || (last?.basis ?? '') },
    })
  })
  .post('/new', async (c) => {
    const body = await c.req.parseBody({ all: true })
    return saveTyped(c, formId(body, c.var.act.now), body)
  })
  .get(`/:round{${uuid}}`, async (c) => {
    const round = await roundOf(c)
    if (round.openedAt === null && !mayWrite(c)) throw notFound('round')
    return round.openedAt === null ? showPrepared(c, round) : showProgress(c, round)
  })
  .get(`/:round{${uuid}}/edit`, async (c) => {
    const round = await roundOf(c)
    if (round.openedAt !== null) throw notFound('round')
    return showRoundForm(c, round.id, filledRound(round))
  })
  .post(`/:round{${uuid}}/edit`, async (c) => saveTyped(c, (await roundOf(c)).id, await c.req.parseBody({ all: true })))
  .post(`/:round{${uuid}}/opening`, async (c) => {
    const round = await roundOf(c)
    const body = await c.req.parseBody()
    const read = openingForm.safeParse(body)
    const refused = async (status: 409 | 422, problems: Problems) => {
      c.status(status)
      return showPrepared(c, round, problems, text(body, 'why'))
    }
    if (!read.success) return refused(422, problemsOf(read.error))
    const opened = await openRound(c.var.act, round, round.unchecked.length > 0 ? read.data.why : '')
    if (!opened.ok && opened.reason === 'texts_not_checked') return refused(422, { why: openRefusals.texts_not_checked })
    if (!opened.ok && opened.reason !== 'already_open') return refused(409, { open: openRefusals[opened.reason] })
    flash(c, opened.ok ? `The round is open: ${opened.value} schools are asked` : openRefusals.already_open, opened.ok)
    return c.redirect(roundPath(round), 303)
  })
  .post(`/:round{${uuid}}/closure`, async (c) => {
    const round = await openedOf(c)
    const closed = await closeRound(c.var.act, round)
    flash(c, closed.ok ? 'The round is closed' : closeRefusals[closed.reason], closed.ok)
    return c.redirect(roundPath(round), 303)
  })
  .post(`/:round{${uuid}}/chases`, async (c) => {
    const round = await openedOf(c)
    const { schools, asks } = await readTogether(c.env.DB, {
      schools: selectProgress(c.env.DB, round.id),
      asks: selectAsks(c.env.DB, round.versionId),
    })
    const missing = shownOf(schools, 'missing', asks).filter((one) => !isGivenLonger(one, instant(c.var.act.now)))
    if (round.closedAt === null && missing.length > 0)
      await chaseMissing(
        c.var.act,
        round.id,
        missing.map(({ schoolId }) => schoolId),
      )
    flash(
      c,
      round.closedAt !== null
        ? 'The round is closed, so nobody is followed up'
        : missing.length === 0
          ? 'No school is missing, so none is followed up'
          : `${counted(missing.length, 'school is', 'schools are')} followed up from now on`,
    )
    return c.redirect(roundPath(round), 303)
  })
  .get(`/:round{${uuid}}/schools.csv`, async (c) => {
    const { asks, schools, name } = await readFile(c)
    return c.body(csvOf(progressColumns(asks), schools), 200, csvHeaders(name))
  })
  .get(`/:round{${uuid}}/schools.xlsx`, async (c) => {
    const { asks, schools, name } = await readFile(c)
    return c.body(toXlsx('Schools', progressColumns(asks), cellsOf(progressColumns(asks), schools)), 200, xlsxHeaders(name))
  })

/** The annual return, for officers and for schools. Mounted at /. */
export const organiserReturnPages = new Hono<AppEnv>()
  .route('/school', schoolFeedbackPages)
  .route('/organiser/returns/forms', organiserFormPages)
  .route('/organiser/returns/forms', organiserPreviewPages)
  .route('/organiser/returns', roundPages)
  .route('/organiser/returns', organiserDatePages)
  .route('/organiser/returns', organiserSchoolReturnPages)
  .route('/organiser/returns', organiserCheckPages)
