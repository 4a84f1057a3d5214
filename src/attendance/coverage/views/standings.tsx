import { soonDays } from '#attendance/requirements/requirement.ts'
import { type Names, sayBasis, sayEdition } from '#attendance/requirements/sentence.ts'
import { groupName, groupsOf, sayParts } from '#attendance/requirements/state.ts'
import { type Day, sayDay } from '#base/dates.ts'
import { FileLinks } from '#base/list/views.tsx'
import { Button, Select } from '#base/web/field.tsx'
import { Bullets, Heading, Link, P, Table, Tag, Title } from '#base/web/page-parts.tsx'
import { plural } from '#base/words.ts'
import { notCovered } from '../answer.ts'
import { dimensionNames } from '../coverage.ts'
import { share } from '../figures.ts'
import { type StandingAsked, sameStandings } from '../forms.ts'
import type { RequirementChoice, StandingAnswer, StandingCategory } from '../standing.ts'
import { DifferenceNote } from './difference.tsx'
import { DimensionField } from './figures.tsx'

const isStated = ({ edition }: RequirementChoice): boolean => edition?.whose === 'statement'

export const sayAnswer = (answer: StandingAnswer, chosen: RequirementChoice): string =>
  answer === 'all'
    ? 'All open schools'
    : answer === 'due_soon'
      ? `In date, due in ${soonDays(chosen.edition)} days`
      : groupName(answer, isStated(chosen))

/** The columns of a table: those in date, what of them is due soon, and the others. */
const columnsOf = (chosen: RequirementChoice): StandingAnswer[] => ['in_date', 'due_soon', ...groupsOf(isStated(chosen)).slice(1)]

/** What the requirement asks, whence that is taken, and whether somebody must still compare it. */
const Asks = ({ chosen, names, day }: { chosen: RequirementChoice; names: Names; day: Day }) =>
  chosen.edition ? (
    <P>
      {sayEdition(chosen.edition, names)} {sayBasis(chosen.edition)}
      {chosen.edition.citation ? `: ${chosen.edition.citation}` : ''}.{' '}
      {chosen.edition.toCheck ? <Tag colour="yellow">Check against the text in force</Tag> : null}
    </P>
  ) : (
    <P>No edition of this rule is in force on {sayDay(day)}.</P>
  )

const numberOf = ({ counts, dueSoon, asked }: StandingCategory, answer: StandingAnswer): number =>
  answer === 'due_soon' ? dueSoon : answer === 'all' ? asked : counts[answer]

type StandingsPageProps = {
  /** Every breakdown is offered. */
  every: boolean
  today: Day
  asked: StandingAsked
  choices: readonly RequirementChoice[]
  chosen: RequirementChoice
  names: Names
  categories: readonly StandingCategory[]
  whole: StandingCategory
  /** Of the form that freezes; undefined for whoever may not. */
  freezeAs: string | undefined
  /** Officers chase schools from here. */
  mayChase: boolean
}

const linkTo = (asked: StandingAsked, more: Record<string, string>): string =>
  `/coverage/requirements/schools?${sameStandings(asked, more)}`

const Filter = ({ asked, choices, chosen, every }: StandingsPageProps) => (
  <form method="get" action="/coverage/requirements" class="muster-filter muster-coverage-filter">
    <div class="muster-fields">
      <Select
        name="requirement"
        label="Training rule"
        value={chosen.id}
        options={choices.map(({ id, label }) => ({ value: id, text: label }))}
      />
      <DimensionField by={asked.by} every={every} />
    </div>
    <button type="submit" class="govuk-button govuk-button--secondary">
      Show
    </button>
  </form>
)

const FurtherPages = ({ asked, mayChase }: StandingsPageProps) => (
  <ul class="govuk-list muster-actions muster-no-print">
    <li>
      <Link href={linkTo(asked, { state: 'all' })}>Schools behind the figures</Link>
    </li>
    <li>
      Figures: <FileLinks at="/coverage/requirements/figures" query={`?${sameStandings(asked)}`} of="the figures" />
    </li>
    <li>
      <Link href={`/coverage/requirements/trends?${sameStandings(asked)}`}>Over time</Link>
    </li>
    <li>
      <Link href="/coverage">Which schools took part</Link>
    </li>
    <li>
      <Link href="/coverage/frozen">Kept figures</Link>
    </li>
    {mayChase ? (
      <li>
        <Link href="/organiser/chasing/lists/leads">No DSL in date on our record, and not booked</Link>
      </li>
    ) : null}
  </ul>
)

const ByCategory = ({ today, asked, chosen, categories, whole }: StandingsPageProps) => {
  const cell = (one: StandingCategory, state: StandingAnswer, n: number) =>
    n === 0 ? '0' : <Link href={linkTo(asked, { state, ...(one === whole ? {} : { category: one.key }) })}>{n}</Link>
  return (
    <Table
      dense
      caption={`By ${dimensionNames[asked.by].toLowerCase()}, as at ${sayDay(today)}`}
      columns={[
        dimensionNames[asked.by],
        { text: 'Schools asked', numeric: true },
        ...columnsOf(chosen).map((answer) => ({ text: sayAnswer(answer, chosen), numeric: true as const })),
        { text: 'Share in date', numeric: true },
      ]}
      rows={[...categories.filter(({ asked: n }) => n > 0), whole].map((one) => {
        const percent = share(one.counts.in_date, one.asked)
        return [
          one.label,
          String(one.asked),
          ...columnsOf(chosen).map((answer) => cell(one, answer, numberOf(one, answer))),
          percent === undefined ? '–' : `${percent}%`,
        ]
      })}
    />
  )
}

const WhatIsCounted = ({ chosen }: { chosen: RequirementChoice }) => (
  <>
    <Heading>What is counted</Heading>
    <Bullets>
      <li>We count every school in GIAS once that is open in the area today and that the rule binds.</li>
      <li>
        It says what our record holds: trainings marked in a register here, records of elsewhere, and what schools say of their roles and
        staff. Where the rule asks each of several people, the school counts as the one furthest behind.
      </li>
      <li>
        What runs out in the next {soonDays(chosen.edition)} days is in date until then. “The school has not told us who it is”: nobody is
        confirmed in the role, or the person named says that it is not them. The list says of each school whether somebody is proposed, the
        school does not know, or nobody has told us.
      </li>
      <li>{notCovered} What the early years framework (EYFS) asks of people in roles is asked of schools with under-fives only.</li>
      <li>No percentage is given of fewer than ten schools.</li>
    </Bullets>
  </>
)

export const StandingsPage = (props: StandingsPageProps) => {
  const { today, asked, chosen, names, categories, whole, freezeAs } = props
  return (
    <>
      <Title>How schools stand</Title>
      <Filter {...props} />
      <p class="muster-answer">
        <span class="muster-figure">{sayParts(whole.counts, isStated(chosen), `${whole.asked} ${plural(whole.asked, 'school')}`)}</span>
        {chosen.label}: all schools open in the area on {sayDay(today)} of which it is asked. “No training on our record” says that we hold
        none, not that nobody was trained.
      </p>
      <Asks chosen={chosen} names={names} day={today} />
      <FurtherPages {...props} />
      {freezeAs ? (
        <form method="post" action="/coverage/frozen/requirements" class="muster-no-print">
          <input type="hidden" name="id" value={freezeAs} />
          <input type="hidden" name="requirement" value={chosen.id} />
          <Button kind="secondary">Keep these figures</Button>
        </form>
      ) : null}
      <DifferenceNote
        parts={categories.map(({ label, counts, asked: of }) => ({ label, n: counts.in_date, of }))}
        what="in date on our record"
        by={asked.by}
      />
      <ByCategory {...props} />
      <Bullets>
        {(['exempt', 'not_asked', 'waiting'] as const).map((state) =>
          whole.counts[state] > 0 ? (
            <li>
              {groupName(state, false)}, in no figure above:{' '}
              <Link href={linkTo(asked, { state })}>{`${whole.counts[state]} ${plural(whole.counts[state], 'school')}`}</Link>
            </li>
          ) : null,
        )}
      </Bullets>
      <WhatIsCounted chosen={chosen} />
    </>
  )
}
