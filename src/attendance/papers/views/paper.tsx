import type { FrozenReport } from '#attendance/reports/frozen.ts'
import { type Day, sayDay } from '#base/dates.ts'
import type { Document } from '#base/document.ts'
import { DocumentView } from '#base/web/document.tsx'
import { Button, Choices, type Problems, TextArea, TextField } from '#base/web/field.tsx'
import { ErrorSummary, Heading, Link, NothingChanged, P, Page, Pagination, SummaryList, Table, Title } from '#base/web/page-parts.tsx'
import { type IssuedPaper, type ListedPaper, paperKindNames } from '../paper.ts'
import { mayBeNamed, type Progress, sayReached, sayWorkedOut } from '../reply.ts'
import type { Timetable } from '../timetable.ts'
import { MeetingDates } from './timetable.tsx'

export const PapersPage = ({
  papers,
  total,
  ...where
}: {
  papers: readonly ListedPaper[]
  total: number
  page: number
  pageSize: number
  url: string
}) => (
  <>
    <Title>Papers</Title>
    <P>A paper is made of a frozen report. Once it is issued it stays as it was.</P>
    {total === 0 ? (
      <P>
        No paper was issued yet. Open a <Link href="/coverage/frozen">frozen report</Link> and choose “Paper of it”.
      </P>
    ) : (
      <Table
        caption="Newest first"
        columns={['Paper', 'About', 'Kind', 'Issued']}
        rows={papers.map((one) => [
          <Link href={`/coverage/papers/${one.number}`}>Paper {one.number}</Link>,
          `${one.title}, report ${one.report}`,
          paperKindNames[one.kind],
          sayDay(one.issuedOn),
        ])}
      />
    )}
    <Pagination {...where} total={total} />
  </>
)

const PackFields = ({ typed, problems }: { typed: Readonly<Record<string, string>>; problems?: Problems | undefined }) => (
  <>
    <TextField
      name="exemption"
      label="Exemption (private pack)"
      hint="Under which paragraph it is kept from the public."
      value={typed['exemption']}
      problems={problems}
    />
    <TextArea
      name="interest"
      label="Public interest (private pack)"
      hint="Why keeping it back outweighs publishing it."
      rows={3}
      value={typed['interest']}
      problems={problems}
    />
  </>
)

export const DraftPage = ({
  report,
  requirementId,
  document,
  progress,
  id,
  typed,
  byTwo,
  meeting,
  problems,
  why,
}: {
  report: FrozenReport
  requirementId: string
  document: Document
  progress: Progress
  id: string
  typed: Readonly<Record<string, string>>
  /** A second person approves it first. */
  byTwo: boolean
  /** The committee's, as typed, and the days back from it. */
  meeting: { meets: string; dates: Timetable | undefined; today: Day }
  problems?: Problems | undefined
  why?: string | undefined
}) => {
  const ready = mayBeNamed(progress)
  return (
    <>
      <div class="muster-no-print">
        <Page>
          <ErrorSummary problems={problems} />
          <NothingChanged why={why} />
          <MeetingDates {...meeting} action={`/coverage/frozen/${report.number}/paper`} problems={problems}>
            <input type="hidden" name="requirement" value={requirementId} />
          </MeetingDates>
          <Heading>Issue this paper</Heading>
          <P>
            {ready
              ? 'The days to answer are over for every school at which it arrived.'
              : `It cannot name schools yet: ${progress.shown} of ${progress.named} were written to or found without an address, ${progress.open} may still answer, ${progress.toDecide} to be decided.`}{' '}
            {sayReached(progress)}
            {sayWorkedOut(progress)} <Link href={`/coverage/frozen/${report.number}/replies`}>What schools answer</Link>
          </P>
          <form method="post" action={`/coverage/frozen/${report.number}/paper`} novalidate>
            <input type="hidden" name="id" value={id} />
            <input type="hidden" name="requirement" value={requirementId} />
            <Choices
              type="radios"
              name="kind"
              label="Which paper?"
              problems={problems}
              values={[typed['kind'] || 'unnamed']}
              options={[
                { value: 'unnamed', text: paperKindNames.unnamed, hint: 'Figures alone. It can be issued at any time.' },
                { value: 'named', text: paperKindNames.named, hint: 'With each school’s line and answer.' },
                { value: 'private', text: paperKindNames.private, hint: 'The same, not for the public; each opening is noted.' },
              ]}
            />
            <TextArea name="ask" label="What members are asked" rows={3} value={typed['ask']} problems={problems} />
            <PackFields typed={typed} problems={problems} />
            {byTwo ? <P>A second person approves the paper before it is issued.</P> : null}
            <Button>{byTwo ? 'Propose the paper' : 'Issue the paper'}</Button>
          </form>
        </Page>
      </div>
      <P>Draft: not issued.</P>
      <DocumentView document={document} />
    </>
  )
}

export const PaperPage = ({
  paper,
  typed,
  problems,
  mayWrite,
}: {
  paper: IssuedPaper
  typed: Readonly<Record<string, string>>
  problems?: Problems | undefined
  mayWrite: boolean
}) => {
  const at = `/coverage/papers/${paper.number}`
  return (
    <>
      <ErrorSummary problems={problems} />
      <ul class="govuk-list muster-actions muster-no-print">
        <li>
          <Link href={`${at}/paper.pdf`}>PDF</Link>
        </li>
        <li>
          <Link href={`${at}/paper.xlsx`}>Spreadsheet (XLSX)</Link>
        </li>
        <li>
          <Link href={`${at}/paper.ods`}>Spreadsheet (ODS)</Link>
        </li>
        <li>
          <Link href={`${at}/tables.csv`}>Tables as CSV</Link>
        </li>
        {paper.kind === 'private' ? (
          <li>
            <Link href={`${at}/difference`}>What differs from the pack before</Link>
          </li>
        ) : null}
      </ul>
      <P>
        Paper {paper.number}, issued on {sayDay(paper.issuedOn)}.
      </P>
      {paper.kind === 'private' ? (
        <SummaryList
          rows={[
            ['Exemption', paper.exemption],
            ['Public interest', paper.interest],
          ]}
        />
      ) : null}
      <DocumentView document={paper.document} />
      {paper.kind === 'private' && mayWrite ? (
        <form method="post" action={at} class="muster-no-print" novalidate>
          <Heading>Change why it is private</Heading>
          <PackFields typed={typed} problems={problems} />
          <Button kind="secondary">Save the words</Button>
        </form>
      ) : null}
    </>
  )
}

const Schools = ({ names }: { names: readonly string[] }) =>
  names.length === 0 ? (
    <P>None.</P>
  ) : (
    <ul class="govuk-list govuk-list--bullet">
      {names.map((name) => (
        <li>{name}</li>
      ))}
    </ul>
  )

export const PackDifferencePage = ({
  paper,
  before,
  came,
  gone,
}: {
  paper: IssuedPaper
  before: IssuedPaper | undefined
  came: readonly string[]
  gone: readonly string[]
}) => (
  <>
    <Title>What differs from the pack before</Title>
    {before ? (
      <>
        <P>
          Paper {paper.number} compared with paper {before.number} of {sayDay(before.issuedOn)}.
        </P>
        <Heading>Named now, and not before</Heading>
        <Schools names={came} />
        <Heading>Named before, and no more</Heading>
        <Schools names={gone} />
      </>
    ) : (
      <P>There is no earlier pack about the same.</P>
    )}
  </>
)
