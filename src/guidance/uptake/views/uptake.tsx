import { type Dimension, dimensionNames, dimensions } from '#attendance/coverage/coverage.ts'
import { type Day, sayDay } from '#base/dates.ts'
import { Button, Select } from '#base/web/field.tsx'
import { Details, Heading, Link, P, Pagination, Table, Title } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { stateWords } from '#guidance/answers/state.ts'
import { levelWords } from '#guidance/issuing/answer.ts'
import { arrivalUnknown, type Reach } from '#people/notices/notice.ts'
import { ReachTable, reachPath } from '#people/notices/views.tsx'
import { mainFigures, sayDays, whatIsCounted } from '../document.ts'
import type { UptakeAsked } from '../forms.ts'
import { type Figure, figures, groupsBy, numberOf, sayMeasure, sayOf, spreads, type UptakeSchool } from '../uptake.ts'

type Launch = { code: string; title: string }

export type UptakeView = {
  id: string
  title: string
  /** Of guidance on a topic, which the answer speaks of too. */
  topic: string
  version: number
  day: string
  schools: readonly UptakeSchool[]
  launches: readonly Launch[]
  /** Early years settings that it was issued to. */
  settings: readonly { reach: Reach; versionId: string }[]
}

const listAt = (id: string, which: Figure, more: Record<string, string> = {}): string =>
  `/guidance/${id}/uptake/schools?${new URLSearchParams({ which, ...more })}`

const FigureLink = ({ id, which, schools }: { id: string; which: Figure; schools: readonly UptakeSchool[] }) => (
  <Link href={listAt(id, which)}>
    {sayOf(numberOf(schools, which), schools.length)}
    <span class="govuk-visually-hidden"> schools: {figures[which].says}</span>
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

export const UptakePage = ({
  view,
  reported,
  by,
  freezeAs,
  events,
}: {
  view: UptakeView
  /** The mail provider reports what became of mails. */
  reported: boolean
  by: Dimension
  /** undefined: whoever reads it freezes nothing and chases nobody. */
  freezeAs: string | undefined
  events: readonly (Launch & { day: Day })[]
}) => {
  const { id, title, topic, version, day, schools, launches, settings } = view
  const settingsAt = (state: string): string =>
    `${reachPath({ notice: 'guidance', subjectId: settings[0]?.versionId ?? '' })}?${new URLSearchParams({ state })}`
  const at = `/guidance/${id}/uptake`
  const silent = numberOf(schools, 'no_answer')
  return (
    <>
      <span class="govuk-caption-l">As at {sayDay(day)}</span>
      <Title>
        Uptake of {title}, version {version}
      </Title>
      <p class="govuk-body govuk-!-font-weight-bold">
        Adopted: {sayOf(numberOf(schools, 'adopted'), schools.length)} schools. No answer: {silent}.
      </p>
      <ul class="govuk-list muster-actions muster-no-print">
        {[
          [listAt(id, 'no_answer'), 'Schools without an answer'],
          ...(freezeAs && silent > 0 ? [[`/organiser/chasing/lists/guidance?of=${id}`, 'Follow them up']] : []),
          [`${at}/schools.csv`, 'All schools as CSV'],
          [`${at}/report.xlsx`, 'As a spreadsheet'],
          [`${at}/report.pdf`, 'As a PDF'],
          [`/guidance/${id}`, 'The document'],
        ].map(([href, text]) => (
          <li>
            <Link href={href}>{text}</Link>
          </li>
        ))}
      </ul>
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
          rows={mainFigures.map((which) => [figures[which].says, <FigureLink {...{ id, which, schools }} />])}
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
      <DaysTable {...{ schools, version }} />
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
      <P>Who came to the launch stands beside who adopted it, and counts as no adoption.</P>
      {launches.length === 0 ? <P>No event is named as its launch.</P> : null}
      {launches.map(({ code, title: event }) => (
        <form method="post" action={`${at}/launch`}>
          <P>
            {event}{' '}
            {freezeAs ? (
              <button type="submit" class="govuk-button govuk-button--secondary govuk-!-margin-bottom-0" name="ended" value={code}>
                This was not its launch<span class="govuk-visually-hidden">: {event}</span>
              </button>
            ) : null}
          </P>
        </form>
      ))}
      {freezeAs && events.length > 0 ? (
        <form method="post" action={`${at}/launch`}>
          <Select
            name="event"
            label="Event at which it was presented"
            options={events.map(({ code, title: event, day }) => ({ value: code, text: `${event}, ${sayDay(day)}` }))}
          />
          <Button kind="secondary">It was presented there</Button>
        </form>
      ) : null}
      {freezeAs ? (
        <>
          <Heading>Keep it</Heading>
          <form method="post" action={at}>
            <input type="hidden" name="id" value={freezeAs} />
            <P>What is kept of each school stays as it is now.</P>
            <Button>Keep these figures</Button>
          </form>
        </>
      ) : null}
      <Heading>What is counted</Heading>
      <P>{whatIsCounted}</P>
    </>
  )
}

export const UptakeSchoolsPage = ({
  view,
  asked,
  found,
  shown,
  pageSize,
  url,
}: {
  view: UptakeView
  asked: UptakeAsked
  /** All behind the figure, and those on this page. */
  found: readonly UptakeSchool[]
  shown: readonly UptakeSchool[]
  pageSize: number
  url: string
}) => (
  <>
    <span class="govuk-caption-l">
      {view.title}, version {view.version}, as at {sayDay(view.day)}
    </span>
    <Title>{figures[asked.which].says}</Title>
    <form method="get" action={`/guidance/${view.id}/uptake/schools`} class="muster-no-print">
      <Select
        name="which"
        label="Which schools"
        value={asked.which}
        options={(Object.keys(figures) as Figure[]).map((value) => ({ value, text: figures[value].says }))}
      />
      <Button kind="secondary">Show</Button>
    </form>
    {found.length === 0 ? (
      <P>None.</P>
    ) : (
      <Table
        caption={`${counted(found.length, 'school')} of ${view.schools.length}, those without an answer first`}
        columns={['School', 'URN', 'State', 'How we know', 'Why']}
        rows={shown.map(({ school, state, level, why }) => [
          <Link href={`/organiser/schools/${school.schoolId}?guidance=${view.id}#document`}>
            {school.name}
            {school.town ? `, ${school.town}` : ''}
          </Link>,
          school.urn,
          stateWords[state],
          level ? levelWords[level] : '',
          why,
        ])}
      />
    )}
    <Pagination url={url} page={asked.page} pageSize={pageSize} total={found.length} />
  </>
)
