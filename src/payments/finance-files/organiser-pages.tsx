import { Hono } from 'hono'
import { instant, sayInstant } from '#base/dates.ts'
import { given, mapped, readNow, together } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { list } from '#base/list/list.tsx'
import { logExport } from '#base/log/export-log.ts'
import { csvHeaders } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import { type FilesOf, page, withPages } from '#base/web/page.tsx'
import { Link } from '#base/web/page-parts.tsx'
import { type Asked, askedOf, press } from '#base/web/press.tsx'
import { sayNumber } from '#base/words.ts'
import { answerFile } from './answer-file.ts'
import { type Batch, type BatchKind, type Choice, everything, fileNameOf, forOneFile, heldFor, sortLines } from './batch.ts'
import { describeLine, type FileLine } from './column.ts'
import { answerForm, makeForm, readChoice } from './forms.ts'
import { makeFile } from './make-file.ts'
import { standingOf } from './request.ts'
import { selectOfBatch } from './request-store.ts'
import { batchRows, madeRows, selectBatch, selectContent, selectForFile } from './store.ts'
import { Joining, MakePage, type NextFile, titleOfMake } from './views/next-file.tsx'
import { answerRefusals, makeRefusals } from './views/refusals.tsx'
import { AnswerPage, FileMade } from './views/run.tsx'
import { BeforeFiles } from './views/runs.tsx'
import { sumColumns } from './views/sums.tsx'
import { BookingLink, FileTag, mayOpen, PayerLink, paths, runWords, titles } from './views/words.tsx'

const selectNext = (db: SqlDatabase, now: Date, kind: BatchKind, choice: Choice) =>
  mapped(selectForFile(db, kind, instant(now)), ({ pending, needed, format: { joined } }): NextFile => {
    const sorted = sortLines(pending, heldFor(needed, choice))
    return { kind, sorted, chosen: forOneFile(sorted.going), choice, joined }
  })

const numbered = '/:number{[0-9]{1,9}}'

const backTo = (kind: BatchKind) => ({ href: paths[kind], text: titles[kind] })

/** The files made so far, and what the next one would hold. */
const filesPage = (kind: BatchKind) =>
  list({
    at: '/',
    ask: ({ query }) => readChoice(query),
    beside: ({ db, now, choice }) => together({ next: selectNext(db, now, kind, choice ?? everything) }),
    also: (_, { choice }, c) => {
      if (!choice) c.status(422)
      return {}
    },
    title: titles[kind],
    back: { href: '/organiser/finance', text: 'Money' },
    problems: ({ problems }) => problems,
    rows: () => madeRows(kind),
    of: ['file'],
    tableCaption: () => 'Files made so far',
    dense: true,
    columns: [
      { name: 'File', cell: ({ number }) => <Link href={`${paths[kind]}/${number}`}>{runWords[kind](number)}</Link> },
      { name: 'State', cell: ({ answer }) => <FileTag answer={answer} /> },
      { name: 'Made', cell: ({ createdAt }) => sayInstant(createdAt) },
      { name: 'By', cell: ({ byEmail }) => byEmail },
      { name: 'Lines', numeric: true, cell: ({ lines }) => sayNumber(lines) },
      ...sumColumns<Batch>(),
    ],
    above: ({ typed, problems, choice, next, act }) => (
      <BeforeFiles kind={kind} typed={typed} problems={problems} next={choice && next} open={mayOpen(act)} />
    ),
    none: 'No file has been made yet.',
  })

/** A file and its lines. */
const filePage = (kind: BatchKind) =>
  list({
    at: numbered,
    ask: ({ part }) => ({ number: Number(part('number')) }),
    beside: ({ db, now, number }) =>
      mapped(
        together({ batch: selectBatch(db, kind, number), beside: kind === 'journal' ? given([]) : selectOfBatch(db, number) }),
        ({ batch, beside }) =>
          batch && { batch, requests: standingOf(beside, instant(now)).filter(({ batchNumber }) => batchNumber === number) },
      ),
    title: ({ number }) => runWords[kind](number),
    back: backTo(kind),
    rows: ({ number }) => batchRows(kind, number),
    of: ['line'],
    tableCaption: () => 'Lines',
    dense: true,
    columns: [
      { name: 'Line', cell: ({ number }) => number },
      { name: 'What', cell: (line) => describeLine(line) },
      { name: 'School', cell: ({ payerId, school }) => <PayerLink payerId={payerId}>{school}</PayerLink> },
      { name: 'Booking', cell: ({ bookingReference }, { act }) => <BookingLink reference={bookingReference} open={mayOpen(act)} /> },
      kind === 'journal'
        ? { name: 'Cost centre', cell: ({ costCentre }) => costCentre }
        : { name: 'Request', cell: ({ requestReference }) => requestReference },
      ...sumColumns<FileLine>(),
    ],
    above: ({ batch, requests, act }) => <FileMade batch={batch} requests={requests} open={mayOpen(act)} />,
  })

const makingPage = (kind: BatchKind) => {
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

  return page({
    at: '/make',
    read: ({ db, now, query }) => selectNext(db, now, kind, readChoice(query).choice ?? everything),
    // What is wrong with the choice is said where it is made.
    also: async (_, __, { query, c }) => (readChoice(query).choice ? {} : c.redirect(paths[kind] + new URL(c.req.url).search, 303)),
    title: 'Make the file?',
    heading: (subject) => titleOfMake(subject),
    back: backTo(kind),
    wide: true,
    presses: { make },
    show: (subject, forms, { act }) => <MakePage {...subject} open={mayOpen(act)} form={forms.make(subject)} />,
  })
}

/** What the finance system said of a file. */
const answerPage = (kind: BatchKind) => {
  const answer = press({
    at: `${numbered}/answer`,
    form: answerForm(kind),
    button: 'Save the answer',
    or: ({ number }: { number: number }) => ({ href: `${paths[kind]}/${number}`, text: 'Cancel' }),
    act: (act, said, { part }) => answerFile(act, { kind, number: Number(part('number')), ...said }),
    refused: answerRefusals,
    done: ({ values, part }) => `${runWords[kind](Number(part('number')))} is ${values.answer}`,
    to: ({ part }) => `${paths[kind]}/${part('number')}`,
  })

  return page({
    at: `${numbered}/answer`,
    read: ({ db, part }) => selectBatch(db, kind, Number(part('number'))),
    title: ({ number }) => `${runWords[kind](number)}: what did the finance system say?`,
    back: ({ number }) => ({ href: `${paths[kind]}/${number}`, text: runWords[kind](number) }),
    presses: { answer },
    show: (batch, forms) => <AnswerPage batch={batch} form={forms.answer(batch)} />,
  })
}

const csvFor = (kind: BatchKind): FilesOf => {
  const read = ({ db, part }: Asked) => selectContent(db, kind, Number(part('number')))
  return {
    files: {
      at: `${numbered}/file`,
      kinds: ['csv'],
      read,
      answer: async (c) => {
        const { act } = c.var
        const found = await readNow(act.db, read(askedOf(c)))
        if (!found) throw notFound('file')
        const number = Number(c.req.param('number'))
        await logExport(act, { act: 'finance_file.exported', after: { kind, number } })
        return c.body(found.content, 200, csvHeaders(fileNameOf({ kind, number })))
      },
    },
  }
}

const pagesOf = (kind: BatchKind) =>
  withPages(new Hono<AppEnv>(), makingPage(kind), answerPage(kind), filesPage(kind), filePage(kind), csvFor(kind))

/** Journals for recharged schools. Mounted at /organiser/finance/journals. */
export const organiserJournalPages = pagesOf('journal')

/** Files that ask for invoices. Mounted at /organiser/finance/invoice-requests. */
export const organiserInvoiceFilePages = pagesOf('invoice_request')
