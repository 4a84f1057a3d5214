import { notCovered } from '#attendance/coverage/answer.ts'
import { inOrder } from '#attendance/coverage/coverage.ts'
import { sayGiven, sayGroup, sayRule } from '#attendance/coverage/suppression.ts'
import { Limits, SourcesList } from '#attendance/coverage/views/definition.tsx'
import { groupName, groupsOf, guidanceStateNames } from '#attendance/requirements/state.ts'
import { sayDay, sayInstant } from '#base/dates.ts'
import { FileLinks } from '#base/list/views.tsx'
import { Caption, Heading, Link, P, Table, Title } from '#base/web/page-parts.tsx'
import { counted, plural } from '#base/words.ts'
import { type FrozenReport, type FrozenSchool, nameOf, sectorOf } from '../frozen.ts'
import {
  aboutWords,
  type FrozenRequirement,
  type FrozenStanding,
  frozenCounts,
  frozenStateName,
  isCounted,
  isNamed,
  isReached,
  type StandingDifference,
  sayStood,
} from '../frozen-standing.ts'
import { NamedInReports, sayFrozen } from './frozen.tsx'

export type Line = FrozenStanding & { school: FrozenSchool | undefined }

const mostShown = 400

const answerOf = (lines: readonly FrozenStanding[], report: FrozenReport, { stated }: FrozenRequirement): string => {
  if (report.about === 'requirements') return sayStood(frozenCounts(lines), stated === true)
  const { is, uncounted } = aboutWords[report.about]
  const asked = lines.filter(({ state }) => state !== 'not_asked')
  const reached = asked.filter(isReached).length
  const apart = asked.filter((one) => !isCounted(one)).length
  return `${reached} of ${counted(asked.length, 'school')} ${plural(reached, ...is)}${apart > 0 ? `, and ${apart} ${uncounted}` : ''}.`
}

type FrozenStandingsPageProps = {
  report: FrozenReport
  chosen: FrozenRequirement
  /** Of the chosen requirement. */
  lines: readonly Line[]
  /** Whether who reads it may see which schools these are. */
  names: boolean
}

export const FrozenStandingsPage = ({ report, chosen, lines, names }: FrozenStandingsPageProps) => {
  const named = lines.filter(isNamed)
  const words = aboutWords[report.about]
  const isGuidance = report.about === 'guidance'
  const sectors = inOrder(
    'sector-kind',
    [...Map.groupBy(lines, ({ school }) => `${school?.sector}.${school?.kind}`)].map(([key, own]) => ({ key, label: key, own })),
  )
  return (
    <>
      <Caption>Kept since {sayFrozen(report, names)}</Caption>
      <Title>{nameOf(report)}</Title>
      <P>
        {chosen.label}, as at {sayDay(report.question.on)}
      </P>
      <p class="govuk-body govuk-!-font-weight-bold">
        {names || isGuidance ? answerOf(lines, report, chosen) : sayGiven(report.given[chosen.id], chosen.stated === true)}
      </p>
      {names ? (
        <ul class="govuk-list muster-actions muster-no-print">
          <li>
            <Link href={`${isGuidance ? '/guidance/reports' : '/coverage/frozen'}/${report.number}/difference`}>
              What has become known since
            </Link>
          </li>
          <li>
            All lines: <FileLinks at={`/coverage/frozen/${report.number}/schools`} query="" of="all lines" />
          </li>
        </ul>
      ) : null}
      {report.requirements.length > 1 ? (
        <nav aria-label="Training rule" class="muster-no-print">
          <ul class="govuk-list muster-actions">
            {report.requirements.map(({ id, label }) => (
              <li>
                {id === chosen.id ? (
                  <strong aria-current="true">{label}</strong>
                ) : (
                  <Link href={`/coverage/frozen/${report.number}?requirement=${id}`}>{label}</Link>
                )}
              </li>
            ))}
          </ul>
        </nav>
      ) : null}
      {names || isGuidance ? (
        <StatesTable rows={sectors.map(({ own }) => own)} all={lines} columns={isGuidance ? guidanceColumns : columnsOf(chosen)} />
      ) : (
        <GivenTable report={report} chosen={chosen} />
      )}
      <Heading>Schools that {words.named}</Heading>
      {named.length === 0 ? (
        <P>None.</P>
      ) : !names ? (
        <NamedInReports />
      ) : (
        <>
          <Table
            caption={counted(named.length, 'school')}
            columns={['School', 'Town', 'URN', 'State', 'Why']}
            rows={named
              .slice(0, mostShown)
              .map(({ school, state, why }) => [
                school?.name ?? '',
                school?.town ?? '',
                school?.urn ?? '',
                frozenStateName(state, chosen.stated),
                why,
              ])}
          />
          {named.length > mostShown ? <P>And {named.length - mostShown} more, which the CSV file lists.</P> : null}
        </>
      )}
      <Heading>What is counted</Heading>
      <P>
        Counted is every school of the register that was open in the area on {sayDay(report.question.on)} and of which this is asked.{' '}
        {words.says} {isGuidance ? '' : notCovered}
      </P>
      <Heading>Where the figures come from</Heading>
      <SourcesList sources={report.sources} knownAt={new Date(report.frozenAt)} />
      <Heading>What they do not say</Heading>
      <Limits sources={report.sources} provisional={0} />
    </>
  )
}

type StateColumn = { name: string; of: (lines: readonly Line[]) => number }

/** The five states that add up to the schools asked, and apart from them those exempt. */
const columnsOf = ({ stated }: FrozenRequirement): StateColumn[] =>
  [...groupsOf(stated === true), 'exempt' as const].map((one) => ({
    name: groupName(one, stated === true),
    of: (lines) => frozenCounts(lines)[one],
  }))

const guidanceColumns: StateColumn[] = Object.entries(guidanceStateNames).map(([one, name]) => ({
  name,
  of: (lines) => lines.filter(({ state }) => state === one).length,
}))

type StatesTableProps = {
  rows: readonly (readonly Line[])[]
  all: readonly Line[]
  columns: readonly StateColumn[]
}

const StatesTable = ({ rows, all, columns }: StatesTableProps) => {
  const asked = (lines: readonly Line[]) => lines.filter(({ state }) => state !== 'not_asked' && state !== 'exempt').length
  const row = (label: string, lines: readonly Line[]) => [label, String(asked(lines)), ...columns.map(({ of }) => String(of(lines)))]
  return (
    <Table
      dense
      caption="By sector and kind"
      columns={[
        'Sector and kind',
        { text: 'Schools asked', numeric: true },
        ...columns.map(({ name }) => ({ text: name, numeric: true as const })),
      ]}
      rows={[
        ...rows.filter((lines) => lines.some(({ state }) => state !== 'not_asked')).map((lines) => row(sectorOfLine(lines[0]), lines)),
        row('All schools', all),
      ]}
    />
  )
}

/** To whoever sees no schools. */
const GivenTable = ({ report, chosen }: { report: FrozenReport; chosen: FrozenRequirement }) => (
  <>
    {report.given[chosen.id] ? (
      <Table
        caption="By kind of school"
        columns={['Kind', { text: 'Schools', numeric: true }, { text: aboutWords[report.about].column, numeric: true }]}
        rows={(report.given[chosen.id]?.groups ?? []).map((group) => [sayGroup(group), String(group.asked), String(group.inDate)])}
      />
    ) : null}
    <P>{sayRule(report.thresholds.smallest)}</P>
  </>
)

export const sectorOfLine = (line: Pick<Line, 'school'> | undefined): string => (line?.school ? sectorOf(line.school) : 'Not known')

type StandingDifferencePageProps = {
  report: FrozenReport
  found: readonly StandingDifference[]
  knownAt: Date
}

export const StandingDifferencePage = ({ report, found, knownAt }: StandingDifferencePageProps) => {
  const labels = new Map(report.requirements.map(({ id, label }) => [id, label]))
  return (
    <>
      <Caption>As known at {sayInstant(knownAt)}</Caption>
      <Title>What has become known since</Title>
      <P>Final since {sayInstant(report.frozenAt)}. The report itself stays as it was.</P>
      {found.length === 0 ? (
        <P>Nothing differs: every school stands as it stood, on the same evidence.</P>
      ) : (
        <Table
          caption={`${counted(found.length, 'line')} ${found.length === 1 ? 'differs' : 'differ'}`}
          columns={['School', 'URN', report.about === 'guidance' ? 'Guidance' : 'Training rule', 'What differs', 'Why']}
          rows={found.map(({ school, requirementId, what, why }) => [
            school?.name ?? 'A school that was not counted then',
            school?.urn ?? '',
            labels.get(requirementId) ?? requirementId,
            what,
            why,
          ])}
        />
      )}
    </>
  )
}
