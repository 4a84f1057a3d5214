import { Hono } from 'hono'
import { instant } from '#base/dates.ts'
import { mapped, readNow, readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { logExport } from '#base/log/export-log.ts'
import { csvHeaders } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { answerFile } from './answer-file.ts'
import { type BatchKind, type Choice, everything, fileNameOf, forOneFile, heldFor, sortLines } from './batch.ts'
import { answerForm, makeForm, pageForm, readChoice } from './forms.ts'
import { makeFile } from './make-file.ts'
import { standingOf } from './request.ts'
import { selectOfBatch } from './request-store.ts'
import { contentOf, readBatch, selectBatch, selectForFile, selectMade } from './store.ts'
import { Joining, MakePage, type NextFile, titleOfMake } from './views/next-file.tsx'
import { answerRefusals, makeRefusals } from './views/refusals.tsx'
import { AnswerPage, RunPage } from './views/run.tsx'
import { RunsPage } from './views/runs.tsx'
import { mayOpen, paths, runWords, titles } from './views/words.tsx'

const selectNext = (db: SqlDatabase, now: Date, kind: BatchKind, choice: Choice) =>
  mapped(selectForFile(db, kind, instant(now)), ({ pending, needed, format: { joined } }): NextFile => {
    const sorted = sortLines(pending, heldFor(needed, choice))
    return { kind, sorted, chosen: forOneFile(sorted.going), choice, joined }
  })

const numbered = '/:number{[0-9]{1,9}}'

const pagesOf = (kind: BatchKind) => {
  const back = { href: paths[kind], text: titles[kind] }
  const fileAt = ({ part }: Asked): string => `${paths[kind]}/${part('number')}`
  const readFile = ({ db, part }: Asked) => selectBatch(db, kind, Number(part('number')))

  const make = press({
    at: '/make',
    form: makeForm,
    hidden: ({ chosen }: NextFile) => ({ lines: chosen.map((line) => line.number).join(',') }),
    filled: ({ joined }) => ({ joined: joined ? 'yes' : '' }),
    shape: ({ joined }, next) => <Joining next={next}>{joined}</Joining>,
    button: 'Make the file',
    or: { href: paths[kind], text: `Not now: back to ${titles[kind].toLowerCase()}` },
    act: (act, { lines, joined }) => makeFile(act, { kind, numbers: lines, joined }),
    refused: makeRefusals,
    done: (_, number) => `${runWords[kind](number)} has been made. Download it below`,
    to: (_, number) => `${paths[kind]}/${number}`,
  })

  const next = page({
    at: '/make',
    read: ({ db, now, query }) => selectNext(db, now, kind, readChoice(query).choice ?? everything),
    // What is wrong with the choice is said where it is made.
    also: async (_, __, { query, c }) => (readChoice(query).choice ? {} : c.redirect(paths[kind] + new URL(c.req.url).search, 303)),
    title: 'Make the file?',
    heading: (subject) => titleOfMake(subject),
    back,
    wide: true,
    presses: { make },
    show: (subject, forms, { act }) => <MakePage {...subject} open={mayOpen(act)} form={forms.make(subject)} />,
  })

  const answer = press({
    at: `${numbered}/answer`,
    form: answerForm(kind),
    button: 'Save the answer',
    or: ({ number }: { number: number }) => ({ href: `${paths[kind]}/${number}`, text: 'Cancel' }),
    act: (act, said, { part }) => answerFile(act, { kind, number: Number(part('number')), ...said }),
    refused: answerRefusals,
    done: ({ values, part }) => `${runWords[kind](Number(part('number')))} is ${values.answer}`,
    to: fileAt,
  })

  const asking = page({
    at: `${numbered}/answer`,
    read: readFile,
    title: ({ number }) => `${runWords[kind](number)}: what did the finance system say?`,
    back: ({ number }) => ({ href: `${paths[kind]}/${number}`, text: runWords[kind](number) }),
    presses: { answer },
    show: (batch, forms) => <AnswerPage batch={batch} form={forms.answer(batch)} />,
  })

  return withPages(new Hono<AppEnv>(), next, asking)
    .get('/', async (c) => {
      const at = pageForm.parse(c.req.query())
      const { typed, choice, problems } = readChoice(c.req.query())
      const { db, now } = c.var.act
      const { next, files } = await readTogether(db, {
        next: selectNext(db, now, kind, choice ?? everything),
        files: selectMade(db, kind, at),
      })
      if (!choice) c.status(422)
      return c.render(
        <RunsPage {...{ kind, typed, problems, ...files }} next={choice && next} page={at} url={c.req.url} open={mayOpen(c.var.act)} />,
        {
          title: titles[kind],
          back: { href: '/organiser/finance', text: 'Money' },
          hasProblems: !choice,
        },
      )
    })
    .get(numbered, async (c) => {
      const at = pageForm.parse(c.req.query())
      const number = Number(c.req.param('number'))
      const [found, beside] = await Promise.all([
        readBatch(c.env.DB, kind, number, at),
        kind === 'journal' ? [] : readNow(c.env.DB, selectOfBatch(c.env.DB, number)),
      ])
      if (!found) throw notFound('file')
      const requests = standingOf(beside, instant(c.var.act.now)).filter((one) => one.batchNumber === number)
      return c.render(<RunPage {...found} requests={requests} page={at} url={c.req.url} open={mayOpen(c.var.act)} />, {
        title: runWords[kind](number),
        back,
      })
    })
    .get(`${numbered}/file.csv`, async (c) => {
      const number = Number(c.req.param('number'))
      const content = await contentOf(c.env.DB, kind, number)
      if (content === undefined) throw notFound('file')
      await logExport(c.var.act, { act: 'finance_file.exported', after: { kind, number } })
      return c.body(content, 200, csvHeaders(fileNameOf({ kind, number })))
    })
}

/** Journals for recharged schools. Mounted at /organiser/finance/journals. */
export const organiserJournalPages = pagesOf('journal')

/** Files that ask for invoices. Mounted at /organiser/finance/invoice-requests. */
export const organiserInvoiceFilePages = pagesOf('invoice_request')
