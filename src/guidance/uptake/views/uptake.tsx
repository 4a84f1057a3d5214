import type { Child } from 'hono/jsx'
import { type Dimension, dimensionNames, dimensions } from '#attendance/coverage/coverage.ts'
import { Files } from '#base/list/views.tsx'
import { Button, Select } from '#base/web/field.tsx'
import { Details, Heading, Link, P, Table, VisuallyHidden } from '#base/web/page-parts.tsx'
import { arrivalUnknown, type Reach } from '#people/notices/notice.ts'
import { ReachTable, reachPath } from '#people/notices/views.tsx'
import { mainFigures, sayDays, whatIsCounted } from '../document.ts'
import { type Figure, figures, groupsBy, type Launch, numberOf, sayMeasure, sayOf, spreads, type UptakeSchool } from '../uptake.ts'

export type UptakeView = {
  id: string
  title: string
  /** Of guidance on a topic, which the answer speaks of too. */
  topic: string
  version: number
  day: string
  schools: readonly UptakeSchool[]
  launches: readonly Launch[]
  settings: readonly { reach: Reach; versionId: string }[]
}

const listAt = (id: string, which: Figure, more: Record<string, string> = {}): string =>
  `/guidance/${id}/uptake/schools?${new URLSearchParams({ which, ...more })}`

const FigureLink = ({ id, which, schools }: { id: string; which: Figure; schools: readonly UptakeSchool[] }) => (
  <Link href={listAt(id, which)}>
    {sayOf(numberOf(schools, which), schools.length)}
    <VisuallyHidden> schools: {figures[which].says}</VisuallyHidden>
  </Link>
)

const DaysTable = ({ schools, version }: Pick<UptakeView, 'schools' | 'version'>) => (
  <Table
    caption="Days between the dates of this version"
    columns={['From and to', ...['Schools', 'Median', 'Least', 'Most'].map((text) => ({ text, numeric: true as const }))]}
    rows={spreads(schools, version).map(({ spread, ...of }) => [
      sayMeasure(of),
      ...(spread ? [String(spread.schools), sayDays(spread.median), String(spread.least), String(spread.most)] : ['0', '–', '–', '–']),
    ])}
  />
)

type FiguresProps = {
  view: UptakeView
  /** The mail provider reports what became of mails. */
  reported: boolean
  by: Dimension
  /** Otherwise whoever reads it keeps nothing and chases nobody. */
  mayWrite: boolean
  keep: Child
  launch: (ended?: Launch) => Child
  hasEvents: boolean
}

export const UptakeOfAll = ({ view, reported, by, mayWrite, keep, launch, hasEvents }: FiguresProps) => {
  const { id, topic, version, schools, launches, settings } = view
  const settingsAt = (state: string): string =>
    `${reachPath({ notice: 'guidance', subjectId: settings[0]?.versionId ?? '' })}?${new URLSearchParams({ state })}`
  const at = `/guidance/${id}/uptake`
  const silent = numberOf(schools, 'no_answer')
  return (
    <>
      <p class="govuk-body govuk-!-font-weight-bold">
        Adopted: {sayOf(numberOf(schools, 'adopted'), schools.length)} schools. No answer: {silent}.
      </p>
      <ul class="govuk-list muster-actions muster-no-print">
        {[
          [listAt(id, 'no_answer'), 'Schools without an answer'],
          ...(mayWrite && silent > 0 ? [[`/organiser/chasing/lists/guidance?of=${id}`, 'Follow them up']] : []),
          [`${at}/report.xlsx`, 'As a spreadsheet'],
          [`${at}/report.pdf`, 'As a PDF'],
          [`/guidance/${id}`, 'The document'],
        ].map(([href, text]) => (
          <li>
            <Link href={href}>{text}</Link>
          </li>
        ))}
      </ul>
      <Files at={`${at}/schools`} query="" says="Download all schools" />
      {reported ? null : <P>{arrivalUnknown}</P>}
      {topic ? (
        <P>
          <Link href={`/answer?${new URLSearchParams({ topic, guidance: id })}#guidance`}>Who has it, what they did, and how we know</Link>
        </P>
      ) : null}
      <Details summary="All figures of this version" open={topic === ''}>
        <Table
          caption="All schools"
          columns={['Figure', 'Schools']}
          rows={mainFigures.map((which) => [figures[which].says, <FigureLink id={id} which={which} schools={schools} />])}
        />
      </Details>
      {settings.length === 0 ? null : (
        <>
          <ReachTable schools={settings} caption="Early years settings, counted apart" place="setting" href={settingsAt} />
          <P>
            They are in no other figure here. <Link href={settingsAt('not_reached')}>Follow up those not reached</Link>
          </P>
        </>
      )}
      <DaysTable schools={schools} version={version} />
      <form method="get" action={at} class="muster-no-print">
        <Select name="by" label="Broken down by" value={by} options={dimensions.map((value) => ({ value, text: dimensionNames[value] }))} />
        <Button kind="secondary">Show</Button>
      </form>
      <Table
        dense
        caption={`By ${dimensionNames[by].toLowerCase()}`}
        columns={[
          dimensionNames[by],
          ...['Schools', 'Answered', 'Adopted', 'No answer', 'Published', 'Came to the launch'].map((text) => ({
            text,
            numeric: true as const,
          })),
        ]}
        rows={groupsBy(schools, by).map((one) => [
          <Link href={listAt(id, 'all', { by, category: one.key })}>{one.label}</Link>,
          ...[one.asked, one.answered, one.adopted, one.asked - one.answered, one.published, one.attended].map(String),
        ])}
      />
      <Heading>The launch</Heading>
      <P>Who came to the launch is shown beside who adopted it, and counts as no adoption.</P>
      {launches.length === 0 ? <P>No event is named as its launch.</P> : null}
      {launches.map((one) => (
        <>
          <P>{one.title}</P>
          {launch(one)}
        </>
      ))}
      {hasEvents ? launch() : null}
      {mayWrite ? (
        <>
          <Heading>Keep it</Heading>
          <P>What is kept of each school stays as it is now.</P>
          {keep}
        </>
      ) : null}
      <Heading>What is counted</Heading>
      <P>{whatIsCounted}</P>
    </>
  )
}
