import { type Context, Hono } from 'hono'
import { londonDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { tablesOf } from '#base/document.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import { logExport } from '#base/log/export-log.ts'
import { mayAsk } from '#base/web/access.ts'
import { csvHeaders, toCsv } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { dayField, formId, problemsOf, typedOf } from '#base/web/form.ts'
import { odsHeaders, odsOf } from '#base/web/ods.ts'
import { oneAtATime } from '#base/web/pace.ts'
import { readPage } from '#base/web/page-number.ts'
import { pdfHeaders, pdfOf } from '#base/web/pdf.ts'
import { workbookOf } from '#base/web/workbook.ts'
import { xlsxHeaders } from '#base/web/xlsx.ts'
import { issueFields, issueForm, packFields, packForm } from './forms.ts'
import { changePackWords, issuePaper } from './issue-paper.ts'
import { type IssuedPaper, paperOf } from './paper.ts'
import { type Ground, readGround, selectPackBefore, selectPaper, selectPapers } from './paper-store.ts'
import { progressOf } from './reply.ts'
import { timetableTo } from './timetable.ts'
import { DraftPage, PackDifferencePage, PaperPage, PapersPage } from './views/paper.tsx'
import { issueRefusals } from './views/refusals.tsx'

const pageSize = 50

type C = Context<AppEnv>

const numberOf = (c: C): number => {
  const number = Number(c.req.param('number'))
  if (!Number.isSafeInteger(number)) throw notFound('paper')
  return number
}

const groundOf = async (c: C, asked: string): Promise<Ground> => {
  const ground = await readGround(c.var.act, numberOf(c), asked, c.var.council)
  if (!ground || ground.report.about === 'audit') throw notFound('report')
  return ground
}

const noDay = 'Enter the day of the meeting'
const meetingField = dayField(noDay)

const showDraft = (c: C, ground: Ground, typed: Record<string, string>, wrong: { problems?: Problems; why?: string } = {}) => {
  const meets = c.req.query('meets') ?? ''
  const meeting = meetingField.safeParse(meets)
  const problems = meets === '' || meeting.success ? wrong.problems : { ...wrong.problems, meets: noDay }
  return c.render(
    <DraftPage
      report={ground.report}
      requirementId={ground.requirementId}
      document={paperOf(ground, 'named', typed['ask'] || 'Nothing is entered yet.')}
      progress={progressOf(ground.replies, londonDay(c.var.act.now))}
      id={newId(c.var.act.now)}
      typed={typed}
      byTwo={c.var.council.papersBy === 'two'}
      meeting={{
        ...{ meets, today: ground.today },
        dates: meeting.success ? timetableTo(meeting.data, ground.report.thresholds.replyDays, ground.calendar) : undefined,
      }}
      problems={problems}
      why={wrong.why}
    />,
    {
      title: `Paper of report ${ground.report.number}`,
      back: { href: `/coverage/frozen/${ground.report.number}`, text: `Report ${ground.report.number}` },
      hasProblems: problems !== undefined,
    },
  )
}

/** The draft of a report's paper, and issuing it; for officers. Mounted at /coverage/frozen. */
export const reportDraftPages = new Hono<AppEnv>()
  .get('/:number/paper', async (c) => showDraft(c, await groundOf(c, c.req.query('requirement') ?? ''), {}))

  .post('/:number/paper', async (c) => {
    const { act } = c.var
    const form = await c.req.parseBody()
    const ground = await groundOf(c, typeof form['requirement'] === 'string' ? form['requirement'] : '')
    const read = issueForm.safeParse(form)
    if (!read.success) {
      c.status(422)
      return showDraft(c, ground, typedOf(form, issueFields), { problems: problemsOf(read.error) })
    }
    const { kind, ask, exemption, interest } = read.data
    const words = kind === 'private' ? { exemption, interest } : undefined
    const done = await issuePaper(act, ground, { id: formId(form, act.now), kind, ask, words })
    if (!done.ok) {
      c.status(409)
      return showDraft(c, await groundOf(c, ground.requirementId), typedOf(form, issueFields), { why: issueRefusals[done.reason] })
    }
    if ('proposed' in done.value) {
      flash(c, 'Proposed. The paper is issued once a second person approves it')
      return c.redirect(`/organiser/proposals/${done.value.proposed}`, 303)
    }
    flash(c, `Paper ${done.value.issued} is issued`)
    return c.redirect(`/coverage/papers/${done.value.issued}`, 303)
  })

const mayOpenPacks = (c: C): boolean => mayAsk(c.var.act.actor, 'POST /coverage/papers/:number')

/** An issued paper. Each opening of a private pack is noted. */
const found = async (c: C, as: string): Promise<IssuedPaper> => {
  const { act } = c.var
  const paper = await readNow(act.db, selectPaper(act.db, numberOf(c), mayOpenPacks(c)))
  if (!paper) throw notFound('paper')
  if (paper.kind === 'private' || as !== 'page')
    await logExport(act, { act: 'paper.opened', after: { paper: paper.number, kind: paper.kind, as } })
  return paper
}

const list = { href: '/coverage/papers', text: 'Papers' }

const named = ({ document }: IssuedPaper): string[] =>
  tablesOf(document)
    .filter(({ sheet }) => sheet === 'Schools')
    .flatMap(({ rows }) => rows.map(([school, urn]) => `${school} (${urn})`))

/** Issued papers. Mounted at /coverage/papers. */
export const reportPaperPages = new Hono<AppEnv>()
  .get('/', async (c) => {
    const page = readPage(c.req.query('page'))
    const { papers, total } = await readNow(c.var.act.db, selectPapers(c.var.act.db, mayOpenPacks(c), { page, size: pageSize }))
    return c.render(<PapersPage {...{ papers, page, pageSize }} total={total.n} url={c.req.url} />, {
      ...{ title: 'Papers', back: { href: '/coverage/frozen', text: 'Frozen reports' } },
    })
  })

  .get('/:number', async (c) => {
    const paper = await found(c, 'page')
    const { exemption, interest } = paper
    return c.render(<PaperPage paper={paper} typed={{ exemption, interest }} mayWrite={mayOpenPacks(c)} />, {
      title: `Paper ${paper.number}`,
      back: list,
    })
  })

  .post('/:number', async (c) => {
    const form = await c.req.parseBody()
    const paper = await found(c, 'page')
    if (paper.kind !== 'private') throw notFound('paper')
    const read = packForm.safeParse(form)
    if (!read.success) {
      c.status(422)
      return c.render(<PaperPage paper={paper} typed={typedOf(form, packFields)} problems={problemsOf(read.error)} mayWrite />, {
        ...{ title: `Paper ${paper.number}`, back: list, hasProblems: true },
      })
    }
    await changePackWords(c.var.act, paper.id, read.data)
    flash(c, 'The words are kept')
    return c.redirect(`/coverage/papers/${paper.number}`, 303)
  })

  .get('/:number/paper.pdf', async (c) => {
    const bytes = await oneAtATime(c.var.act, async (giveWay) => {
      const paper = await found(c, 'pdf')
      return pdfOf(paper.document, new Date(paper.issuedAt), giveWay)
    })
    return c.body(bytes, 200, pdfHeaders(`paper-${numberOf(c)}`))
  })

  .get('/:number/paper.xlsx', async (c) => {
    const paper = await found(c, 'xlsx')
    return c.body(workbookOf(paper.document), 200, xlsxHeaders(`paper-${paper.number}`))
  })

  .get('/:number/paper.ods', async (c) => {
    const paper = await found(c, 'ods')
    return c.body(odsOf(paper.document), 200, odsHeaders(`paper-${paper.number}`))
  })

  .get('/:number/tables.csv', async (c) => {
    const paper = await found(c, 'csv')
    const rows = tablesOf(paper.document).flatMap(({ caption, columns, rows: cells }) => [
      ...[[caption], columns.map(({ name }) => name), ...cells.map((row) => [...row])],
      [],
    ])
    return c.body(toCsv([paper.document.title], rows), 200, csvHeaders(`paper-${paper.number}`))
  })

  .get('/:number/difference', async (c) => {
    const { db } = c.var.act
    const paper = await found(c, 'difference')
    if (paper.kind !== 'private') throw notFound('paper')
    const before = await readNow(db, selectPackBefore(db, paper.number))
    const [is, was] = [named(paper), before ? named(before) : []]
    return c.render(
      <PackDifferencePage
        {...{ paper, before }}
        came={is.filter((one) => !was.includes(one))}
        gone={was.filter((one) => !is.includes(one))}
      />,
      { title: 'What differs from the pack before', back: { href: `/coverage/papers/${paper.number}`, text: `Paper ${paper.number}` } },
    )
  })
