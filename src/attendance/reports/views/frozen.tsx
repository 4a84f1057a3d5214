import { answer, sayEarlyYears, sayQuestion } from '#attendance/coverage/answer.ts'
import { type Dimension, dimensionNames, dimensions } from '#attendance/coverage/coverage.ts'
import { dayOf, reached } from '#attendance/coverage/evidence.ts'
import { columnSets, total } from '#attendance/coverage/figures.ts'
import { sayGiven } from '#attendance/coverage/suppression.ts'
import { Counted } from '#attendance/coverage/views/definition.tsx'
import { DifferenceNote } from '#attendance/coverage/views/difference.tsx'
import { FiguresTable } from '#attendance/coverage/views/figures.tsx'
import { How } from '#attendance/coverage/views/schools.tsx'
import { sayDay, sayInstant } from '#base/dates.ts'
import { FileLinks } from '#base/list/views.tsx'
import { Caption, Heading, Link, P, Table, Title } from '#base/web/page-parts.tsx'
import { counted, plural, sayNumber } from '#base/words.ts'
import { type Difference, type FrozenReport, type FrozenSchool, figuresBy, type ListedReport, nameOf } from '../frozen.ts'
import { aboutWords, sayStood, sayWithBasis } from '../frozen-standing.ts'

const path = (number: number, more = ''): string => `/coverage/frozen/${number}${more}`

export const sayAbout = ({ about, requirements, question }: FrozenReport): string =>
  about === 'audit'
    ? `${requirements[0]?.label ?? ''}: what schools answered`
    : about !== 'attendance'
      ? `${requirements.length === 1 ? requirements.map(sayWithBasis).join('') : `How schools stand with ${requirements.length} requirements`}, as at ${sayDay(question.on)}`
      : sayQuestion(question)

const sayAdopted = ({ about, inDate, named }: ListedReport): string =>
  `${inDate} of ${inDate + named} ${aboutWords[about].column.toLowerCase()}`

const sayListed = ({ requirements, counts, given }: ListedReport, names: boolean): string => {
  const [only] = requirements
  if (!only || requirements.length > 1) return 'On its page, by training rule'
  return names ? sayStood(counts, only.stated === true) : sayGiven(given[only.id], only.stated === true)
}

export const sayFrozen = ({ frozenAt, frozenBy }: FrozenReport, names: boolean): string =>
  `${sayInstant(frozenAt)}${frozenBy ? (names ? `, by ${frozenBy}` : '') : ', by the service, for the month'}`

/** What a report answered. @param names whether who reads it may see which schools these are */
export const sayAnswered = (report: ListedReport, names: boolean): string =>
  ({
    requirements: () => sayListed(report, names),
    guidance: () => sayAdopted(report),
    audit: () => 'On its page, by question',
    attendance: () => `${report.tookPart} of ${report.open} ${plural(report.open, 'school')} took part`,
  })[report.about]()

export const AboutKept = () => (
  <P>
    Figures are kept as they were known at one moment, with the evidence that they rest on. They are never computed again; what has become
    known since is shown beside them. Those of each month are kept automatically. <Link href="/reports">Reports</Link> for committees are
    numbered and apart.
  </P>
)

type SealedReport = { number: number; at: string; isUnchanged: boolean }

/** Said of the rows as they were just read, whose hash was made anew. */
const SealedAs = ({ sealed }: { sealed: SealedReport | undefined }) =>
  sealed === undefined ? (
    <P>Not in the protected record yet. This takes a minute or two.</P>
  ) : sealed.isUnchanged ? (
    <P>
      Entry {sayNumber(sealed.number)} of the <Link href="/log">protected record</Link>, unchanged since {sayInstant(new Date(sealed.at))}.
    </P>
  ) : (
    <P>
      Entry {sayNumber(sealed.number)} of the <Link href="/log">protected record</Link>, written {sayInstant(new Date(sealed.at))}. The
      figures were changed in the database since: do not rely on them, and tell the person who looks after this service.
    </P>
  )

type FrozenReportPageProps = {
  report: FrozenReport
  schools: readonly FrozenSchool[]
  by: Dimension
  sealed: SealedReport | undefined
  /** Whether who reads it may see which schools these are. */
  names: boolean
}

export const FrozenReportPage = ({ report, schools, by, sealed, names }: FrozenReportPageProps) => {
  const { question, sources, number } = report
  const categories = figuresBy(schools, by)
  const whole = total(categories)
  const table = { dimension: by, categories, whole }
  const came = schools.filter(({ code }) => code !== null)
  const missing = schools.filter(({ code }) => code === null)
  return (
    <>
      <Caption>Kept since {sayFrozen(report, names)}</Caption>
      <Title>{nameOf(report)}</Title>
      <P>{sayQuestion(question)}</P>
      <SealedAs sealed={sealed} />
      <p class="govuk-body govuk-!-font-weight-bold">{answer(question, whole)}</p>
      <P>{sayEarlyYears(sources)}</P>
      {names ? (
        <ul class="govuk-list muster-actions muster-no-print">
          <li>
            <Link href={path(number, '/difference')}>What has become known since</Link>
          </li>
          <li>
            Schools: <FileLinks at={path(number, '/schools')} query="" of="the schools" />
          </li>
        </ul>
      ) : null}
      <nav aria-label="How the figures are broken down" class="muster-no-print">
        <ul class="govuk-list muster-actions">
          {dimensions.map((dimension) => (
            <li>
              {dimension === by ? (
                <strong aria-current="true">{dimensionNames[dimension]}</strong>
              ) : (
                <Link href={path(number, `?by=${dimension}`)}>{dimensionNames[dimension]}</Link>
              )}
            </li>
          ))}
        </ul>
      </nav>
      {whole.open === 0 ? null : (
        <>
          <DifferenceNote
            parts={categories.map(({ label, tookPart, open }) => ({ label, n: tookPart, of: open }))}
            what="took part"
            by={by}
          />
          {columnSets.map((columns) => (
            <FiguresTable {...table} columns={columns} />
          ))}
        </>
      )}
      <Heading>Schools that did not take part</Heading>
      {names ? <Schools schools={missing} none="None." how={false} /> : <NamedInReports />}
      {names ? (
        <>
          <Heading>Schools that took part</Heading>
          <Schools schools={came} none="None." how />
        </>
      ) : null}
      <Counted question={question} sources={sources} knownAt={new Date(report.frozenAt)} provisional={whole.provisional} />
    </>
  )
}

/** To readers: a school sees its line, and can answer to it, before anybody reads its name. */
export const NamedInReports = () => (
  <P>
    No school is named here. <Link href="/reports">Reports</Link> name schools that could answer first.
  </P>
)

const mostShown = 400

const Schools = ({ schools, none, how }: { schools: readonly FrozenSchool[]; none: string; how: boolean }) =>
  schools.length === 0 ? (
    <P>{none}</P>
  ) : (
    <>
      <Table
        caption={counted(schools.length, 'school')}
        columns={['School', 'Town', 'URN', ...(how ? ['In what was asked'] : []), 'Last attended any event']}
        rows={schools
          .slice(0, mostShown)
          .map((school) => [
            school.name,
            school.town,
            school.urn,
            ...(how ? [<How reached={reached(school.code)} />] : []),
            school.lastAt === null ? 'No record' : sayDay(dayOf(school.lastAt)),
          ])}
      />
      {schools.length > mostShown ? <P>And {schools.length - mostShown} more, which the CSV file lists.</P> : null}
    </>
  )

type FrozenDifferencePageProps = {
  report: FrozenReport
  was: { open: number; tookPart: number }
  now: { open: number; tookPart: number }
  found: readonly Difference[]
  knownAt: Date
}

export const FrozenDifferencePage = ({ report, was, now, found, knownAt }: FrozenDifferencePageProps) => (
  <>
    <Caption>{sayQuestion(report.question)}</Caption>
    <Title>What has become known since</Title>
    <P>
      Kept since {sayInstant(report.frozenAt)}: {was.tookPart} of {was.open} {plural(was.open, 'school')} took part. As known at{' '}
      {sayInstant(knownAt)}: {now.tookPart} of {now.open}. What is kept stays as it was.
    </P>
    {found.length === 0 ? (
      <P>Nothing differs: every school stands as it stood, on the same evidence.</P>
    ) : (
      <Table
        caption={`${counted(found.length, 'school')} ${found.length === 1 ? 'differs' : 'differ'}`}
        columns={['School', 'URN', 'What differs', 'Why']}
        rows={found.map(({ school, what, why }) => [school.name, school.urn, what, why])}
      />
    )}
  </>
)
