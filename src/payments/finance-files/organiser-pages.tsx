import { type Context, Hono } from 'hono'
import { hasRole } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { logExport } from '#base/log/export-log.ts'
import { csvHeaders } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { answerFile } from './answer-file.ts'
import { type Batch, type BatchKind, type Choice, everything, fileNameOf, forOneFile, heldFor, sortLines } from './batch.ts'
import { answerForm, makeForm, pageForm, readChoice } from './forms.ts'
import { makeFile } from './make-file.ts'
import { standingOf } from './request.ts'
import { selectOfBatch } from './request-store.ts'
import { contentOf, readBatch, readRuns, selectBatch } from './store.ts'
import { MakePage } from './views/next-file.tsx'
import { answerRefusals, makeRefusals } from './views/refusals.tsx'
import { AnswerPage, RunPage } from './views/run.tsx'
import { RunsPage } from './views/runs.tsx'
import { paths, runWords, titles } from './views/words.tsx'

type C = Context<AppEnv>

const mayOpen = (c: C): boolean => hasRole(c.var.act.actor, 'organiser', 'administrator')
const financeHome = { href: '/organiser/finance', text: 'Money' }

const show = async (c: C, kind: BatchKind, ask: Record<string, unknown>, notice?: string) => {
  const page = pageForm.parse(c.req.query())
  const { typed, choice, problems } = readChoice(ask)
  const { next, ...files } = await readNext(c, kind, choice ?? everything, page)
  const wrong = choice === undefined
  if (notice || wrong) c.status(notice ? 409 : 422)
  const props = { kind, next: wrong ? undefined : next, typed, problems: wrong ? problems : undefined, page, url: c.req.url, notice }
  return c.render(<RunsPage {...props} {...files} open={mayOpen(c)} />, { title: titles[kind], back: financeHome, hasProblems: wrong })
}

const readNext = async (c: C, kind: BatchKind, choice: Choice, page: number) => {
  const { pending, needed, joined, made, total } = await readRuns(c.env.DB, kind, instant(c.var.act.now), page)
  const sorted = sortLines(pending, heldFor(needed, choice))
  return { next: { kind, sorted, chosen: forOneFile(sorted.going), choice, joined }, made, total }
}

const numberIn = (c: C): number => Number(c.req.param('number'))

const answerPage = (c: C, batch: Batch, typed: { answer: string; reason: string }, problems?: Problems) =>
  c.render(<AnswerPage batch={batch} typed={typed} problems={problems} />, {
    title: `${runWords[batch.kind](batch.number)}: what did the finance system say?`,
    back: { href: `${paths[batch.kind]}/${batch.number}`, text: runWords[batch.kind](batch.number) },
    hasProblems: problems !== undefined,
  })

const unanswered = async (c: C, kind: BatchKind): Promise<Batch> => {
  const batch = await readNow(c.env.DB, selectBatch(c.env.DB, kind, numberIn(c)))
  if (!batch) throw notFound('file')
  return batch
}

const pagesOf = (kind: BatchKind) =>
  new Hono<AppEnv>()
    .get('/', (c) => show(c, kind, c.req.query()))
    .get('/make', async (c) => {
      const { choice } = readChoice(c.req.query())
      if (!choice) return show(c, kind, c.req.query())
      const { next } = await readNext(c, kind, choice, 1)
      if (next.chosen.length === 0) return show(c, kind, c.req.query(), makeRefusals.nothing_chosen)
      return c.render(<MakePage {...next} open={mayOpen(c)} />, {
        title: 'Make the file?',
        back: { href: paths[kind], text: titles[kind] },
      })
    })
    .post('/', async (c) => {
      const body = await c.req.parseBody()
      const form = makeForm.safeParse(body)
      const made = await makeFile(c.var.act, { kind, ...(form.success ? form.data : { numbers: [] }) })
      if (!made.ok) return show(c, kind, body, makeRefusals[made.reason])
      flash(c, `${runWords[kind](made.value)} has been made. Download it below`)
      return c.redirect(`${paths[kind]}/${made.value}`, 303)
    })
    .get('/:number{[0-9]{1,9}}/answer', async (c) => {
      const batch = await unanswered(c, kind)
      if (batch.answer !== null) return c.redirect(`${paths[kind]}/${batch.number}`, 303)
      return answerPage(c, batch, { answer: '', reason: '' })
    })
    .post('/:number{[0-9]{1,9}}/answer', async (c) => {
      const batch = await unanswered(c, kind)
      const { answer, reason } = answerForm.parse(await c.req.parseBody())
      const wrong = (problems: Problems) => {
        c.status(422)
        return answerPage(c, batch, { answer, reason }, problems)
      }
      if (answer === '') return wrong({ answer: 'Choose whether it was accepted or rejected' })
      const said = await answerFile(c.var.act, { kind, number: batch.number, answer, reason })
      if (!said.ok && said.reason === 'no_such_file') throw notFound('file')
      if (!said.ok && said.reason !== 'already_answered')
        return wrong({ [said.reason.startsWith('reason_') ? 'reason' : 'answer']: answerRefusals[said.reason] })
      flash(c, said.ok ? `${runWords[kind](batch.number)} is ${answer}` : answerRefusals.already_answered, said.ok)
      return c.redirect(`${paths[kind]}/${batch.number}`, 303)
    })
    .get('/:number{[0-9]{1,9}}', async (c) => {
      const page = pageForm.parse(c.req.query())
      const [found, beside] = await Promise.all([
        readBatch(c.env.DB, kind, numberIn(c), page),
        kind === 'journal' ? [] : readNow(c.env.DB, selectOfBatch(c.env.DB, numberIn(c))),
      ])
      if (!found) throw notFound('file')
      const requests = standingOf(beside, instant(c.var.act.now)).filter((one) => one.batchNumber === found.batch.number)
      return c.render(<RunPage {...found} requests={requests} page={page} url={c.req.url} open={mayOpen(c)} />, {
        title: runWords[kind](found.batch.number),
        back: { href: paths[kind], text: titles[kind] },
      })
    })
    .get('/:number{[0-9]{1,9}}/file.csv', async (c) => {
      const content = await contentOf(c.env.DB, kind, numberIn(c))
      if (content === undefined) throw notFound('file')
      await logExport(c.var.act, { act: 'finance_file.exported', after: { kind, number: numberIn(c) } })
      return c.body(content, 200, csvHeaders(fileNameOf({ kind, number: numberIn(c) })))
    })

/** Journals for recharged schools. Mounted at /organiser/finance/journals. */
export const organiserJournalPages = pagesOf('journal')

/** Files that ask for invoices. Mounted at /organiser/finance/invoice-requests. */
export const organiserInvoiceFilePages = pagesOf('invoice_request')
