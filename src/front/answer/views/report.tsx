import type { Child } from 'hono/jsx'
import { mayBeNamed, type Progress, sayReached, sayWorkedOut } from '#attendance/replies/reply.ts'
import type { Timetable } from '#attendance/replies/timetable.ts'
import { MeetingDates } from '#attendance/replies/views/timetable.tsx'
import { lowerFirst } from '#attendance/requirements/state.ts'
import { type Day, sayDay, sayInstant } from '#base/dates.ts'
import type { DocumentBlock } from '#base/document.ts'
import { Blocks } from '#base/web/document.tsx'
import type { Problems } from '#base/web/field.tsx'
import { Bullets, Caption, Details, Heading, Link, P, Page, SummaryList, Table, Title } from '#base/web/page-parts.tsx'
import { Qr } from '#base/web/qr.tsx'
import { sayNumber } from '#base/words.ts'
import { saySince } from '../difference.ts'
import type { Line } from '../line.ts'
import { type Content, finalFiles, type Report, sayState } from '../report.ts'
import { Answered, type Opening } from './answer.tsx'
import { OutsideParts } from './outside.tsx'

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

const sayAudit = ({ schools, hashes }: Report) => (
  <>
    The file of schools has {sayNumber(schools)} rows, SHA-256 <code class="muster-break">{hashes['schools.csv']}</code>. The command{' '}
    <code>npm run recount</code> counts random records by a separate program, and fails where the service counts otherwise.
  </>
)

const Files = ({ report, all, at }: { report: Report; all: boolean; at?: string }) => (
  <Table
    caption="Files"
    columns={['File', 'SHA-256']}
    rows={finalFiles
      .filter(({ name, forOfficers }) => (all || !forOfficers) && (name !== 'named.csv' || report.hashes[name]))
      .map(({ name, label, path }) => [
        at ? <Link href={`${at}/${path}`}>{label}</Link> : label,
        report.finalAt === null ? 'Once it is final' : <code class="muster-break">{report.hashes[name]}</code>,
      ])}
  />
)

type ReportPageProps = {
  report: Report
  content: Pick<Content, 'about' | 'reported' | 'since' | 'outside'>
  lines: readonly Line[]
  opening: Opening | undefined
  /** Whoever reads it sees schools and everything that officers do. */
  all: boolean
  beside: readonly DocumentBlock[]
  checkAt: string
  /** What makes a draft final. */
  ending: Child
}

export const ReportPage = ({ report, content, lines, opening, all, beside, checkAt, ending }: ReportPageProps) => {
  const { outside } = content
  const isFinal = report.finalAt !== null
  const at = `/reports/${report.number}`
  return (
    <>
      <Caption>
        Report {String(report.number)}, {lowerFirst(sayState(report))}
      </Caption>
      <Answered {...content} lines={lines} opening={opening} knownAt={new Date(report.knownAt)} isKept>
        <OutsideParts
          outside={{ advice: all ? (outside?.advice ?? []) : [], recommendations: outside?.recommendations ?? [] }}
          day={report.onDay}
          linked={false}
        />
      </Answered>
      {content.since ? (
        <>
          <Heading>Since report {String(content.since.number)}</Heading>
          <P>{saySince(content.since)}</P>
          {all && content.since.differ.length > 0 ? (
            <Bullets>
              {content.since.differ.map(({ name, what, why }) => (
                <li>{`${name}. ${what}. ${why}`}</li>
              ))}
            </Bullets>
          ) : null}
        </>
      ) : null}
      <Blocks blocks={beside} />
      <Heading>About this report</Heading>
      <SummaryList
        rows={[
          ['State', sayState(report)],
          ['Exemption', report.exemption || undefined],
          ['Public interest', report.interest || undefined],
          ['Position in the record', entry(report.entry)],
          ['Made final in the record', isFinal ? entry(report.finalEntry) : undefined],
          ['For an auditor', isFinal ? sayAudit(report) : undefined],
          ...(isFinal ? [newerRow(report.newer, '/reports')] : []),
          ['Draft made by', all ? report.madeBy : undefined],
          ['Made final by', all ? (report.finalBy ?? undefined) : undefined],
          ['Check it at', isFinal ? <Link href={checkAt}>{checkAt}</Link> : undefined],
        ]}
      />
      {isFinal ? <Qr text={checkAt} label={`Code of ${checkAt}`} size={160} /> : null}
      <Files report={report} all={all} at={at} />
      {ending}
    </>
  )
}

/** `preview`: what it would say of schools by name. */
export type Ending = {
  answers: number
  progress: Progress
  /** Two people make a report final, and whoever reads it made the draft. */
  byAnother: boolean
  preview: readonly DocumentBlock[]
  meeting: { meets: string; today: Day; dates: Timetable | undefined; problems: Problems }
}

export const EndReport = ({ report, progress, byAnother, preview, meeting, form }: Ending & { report: Report; form: Child }) => {
  const at = `/reports/${report.number}`
  const ready = mayBeNamed(progress)
  return (
    <div class="muster-no-print">
      <MeetingDates {...meeting} action={at} />
      <Heading>Make report {String(report.number)} final</Heading>
      <P>
        {ready
          ? `It may name schools. ${sayReached(progress)}${sayWorkedOut(progress)}`
          : progress.named === 0
            ? 'It cannot name schools yet: no school was shown what it says of the school.'
            : `It cannot name schools yet: ${progress.shown} of ${progress.named} were written to or found without an address, ${progress.open} may still answer, ${progress.toDecide} to be decided.`}{' '}
        <Link href={`${at}/replies`}>What schools answer to it</Link>
      </P>
      {ready ? (
        <Details summary="What it would say of schools">
          <Blocks blocks={preview} />
        </Details>
      ) : null}
      {byAnother ? (
        <P>You made the draft, and the settings ask for two people. Another officer or administrator makes it final on this page.</P>
      ) : (
        form
      )}
    </div>
  )
}

/** @param fields by their names in the form */
export const FinalFields = ({ fields, progress }: { fields: Readonly<Record<string, Child>>; progress: Progress }) => {
  const ready = mayBeNamed(progress)
  return (
    <>
      {ready ? fields['form'] : null}
      {fields['ask']}
      {ready ? fields['exemption'] : null}
      {ready ? fields['interest'] : null}
      <P>A final report stays as it is. Readers see it without the figures about single people, and everybody can check its number.</P>
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
