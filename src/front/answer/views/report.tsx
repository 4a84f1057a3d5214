import { lowerFirst } from '#attendance/requirements/state.ts'
import { sayDay, sayInstant } from '#base/dates.ts'
import { Button } from '#base/web/field.tsx'
import { Heading, Link, P, Page, Pagination, SummaryList, Table, Title } from '#base/web/page-parts.tsx'
import { Qr } from '#base/web/qr.tsx'
import { sayNumber } from '#base/words.ts'
import { saySince } from '../difference.ts'
import type { Line } from '../line.ts'
import { type Content, finalFiles, type ListedReport, type Report, sayState } from '../report.ts'
import { Answered, type Opening } from './answer.tsx'

export const ReportsPage = ({
  reports,
  ...where
}: {
  reports: readonly ListedReport[]
  total: number
  page: number
  pageSize: number
  url: string
}) => (
  <>
    <Title>Reports</Title>
    {where.total === 0 ? (
      <P>
        There is no report yet. A report is made of <Link href="/answer">the answer</Link> on one topic.
      </P>
    ) : (
      <Table
        caption="Newest first"
        columns={['Report', 'Topic', 'Position on', 'State']}
        rows={reports.map((one) => [
          <Link href={`/reports/${one.number}`}>Report {String(one.number)}</Link>,
          one.topic,
          sayDay(one.onDay),
          sayState(one),
        ])}
      />
    )}
    <Pagination {...where} />
  </>
)

const entry = (number: number | null) =>
  number === null ? (
    'In a minute or two'
  ) : (
    <>
      Entry {sayNumber(number)} of the <Link href="/log">protected record</Link>
    </>
  )

const newerRow = (newer: number | null, at: string) =>
  [
    'Superseded',
    newer === null ? (
      'No: no later report on this topic is final'
    ) : (
      <>
        By <Link href={`${at}/${newer}`}>report {String(newer)}</Link> on the same topic
      </>
    ),
  ] as const

/** The files of a report, which whoever may have them finds below `at`. */
const Files = ({ report, all, at }: { report: Report; all: boolean; at?: string }) => (
  <Table
    caption="Files"
    columns={['File', 'SHA-256']}
    rows={finalFiles
      .filter(({ forOfficers }) => all || !forOfficers)
      .map(({ name, label, path }) => [
        at ? <Link href={`${at}/${path}`}>{label}</Link> : label,
        report.finalAt === null ? 'Once it is final' : <code class="muster-break">{report.hashes[name]}</code>,
      ])}
  />
)

export const ReportPage = ({
  report,
  content,
  lines,
  opening,
  all,
  checkAt,
  mayEnd,
}: {
  report: Report
  content: Pick<Content, 'about' | 'reported' | 'since'>
  lines: readonly Line[]
  opening: Opening | undefined
  /** Whoever reads it sees schools and everything that officers do. */
  all: boolean
  checkAt: string
  mayEnd: boolean
}) => {
  const isFinal = report.finalAt !== null
  const at = `/reports/${report.number}`
  return (
    <>
      <span class="govuk-caption-l">
        Report {String(report.number)}, {lowerFirst(sayState(report))}
      </span>
      <Answered {...content} {...{ lines, opening }} knownAt={new Date(report.knownAt)} />
      {content.since ? (
        <>
          <Heading>Since report {String(content.since.number)}</Heading>
          <P>{saySince(content.since)}</P>
          {all && content.since.differ.length > 0 ? (
            <ul class="govuk-list govuk-list--bullet">
              {content.since.differ.map(({ name, what, why }) => (
                <li>{`${name}. ${what}. ${why}`}</li>
              ))}
            </ul>
          ) : null}
        </>
      ) : null}
      <P>{all ? 'Readers see no school of this report.' : 'This report names no school.'}</P>
      <Heading>About this report</Heading>
      <SummaryList
        rows={[
          ['State', sayState(report)],
          ['Position in the record', entry(report.entry)],
          ['Made final in the record', isFinal ? entry(report.finalEntry) : undefined],
          ...(isFinal ? [newerRow(report.newer, '/reports')] : []),
          ['Draft made by', all ? report.madeBy : undefined],
          ['Made final by', all ? (report.finalBy ?? undefined) : undefined],
          ['Check it at', isFinal ? <Link href={checkAt}>{checkAt}</Link> : undefined],
        ]}
      />
      {isFinal ? <Qr text={checkAt} label={`Code of ${checkAt}`} size={160} /> : null}
      <Files {...{ report, all, at }} />
      {all ? (
        <P>
          <Link href={`${at}/replies`}>What schools answer to it</Link>
        </P>
      ) : null}
      {mayEnd ? (
        <form method="post" action={`${at}/final`} class="muster-no-print">
          <P>A final report stays as it is. Readers see it without the figures about single people, and everybody can check its number.</P>
          <Button>Make report {String(report.number)} final</Button>
        </form>
      ) : null}
    </>
  )
}

/** For everybody: what a final report is, and nothing that it says. */
export const CheckedReportPage = ({ report }: { report: Report }) => (
  <Page>
    <Title>Report {String(report.number)}</Title>
    <SummaryList
      rows={[
        ['Topic', report.topic],
        ['Position', `${sayDay(report.onDay)}, known at ${sayInstant(new Date(report.knownAt))}`],
        ['State', sayState(report)],
        ['Position in the record', entry(report.entry)],
        ['Made final in the record', entry(report.finalEntry)],
        newerRow(report.newer, '/r'),
      ]}
    />
    <Files report={report} all />
    <P>A file of this report is genuine if its SHA-256, a fingerprint that any computer can work out, is one of those above.</P>
  </Page>
)
