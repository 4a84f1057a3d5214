import { type Names, sayEdition } from '#attendance/requirements/edition-sentence.ts'
import { soonDays } from '#attendance/requirements/requirement.ts'
import { stateNames } from '#attendance/requirements/sentence.ts'
import { states } from '#attendance/requirements/standing.ts'
import { sayRowState } from '#attendance/requirements/standing-row.ts'
import { type Day, sayDay } from '#base/dates.ts'
import { Button, Select } from '#base/web/field.tsx'
import { Heading, Link, P, Table, Tag, Title } from '#base/web/page-parts.tsx'
import { counted, plural } from '#base/words.ts'
import { notCovered } from '../answer.ts'
import { dimensionNames } from '../coverage.ts'
import { share } from '../figures.ts'
import { type StandingAsked, sameStandings } from '../forms.ts'
import { isState, type RequirementChoice, type StandingAnswer, type StandingCategory, type StandingSchool } from '../standing.ts'
import { DifferenceNote } from './difference.tsx'
import { DimensionField } from './figures.tsx'

export const answerNames: Record<StandingAnswer, string> = {
  all: 'All open schools',
  ...stateNames,
  not_asked: 'Not asked of it',
  waiting: 'Not worked out yet',
}

/** How a school stands, and of one of which nobody is confirmed why. */
export const sayStateOf = ({ state, about }: Pick<StandingSchool, 'state' | 'about'>): string =>
  isState(state) ? sayRowState({ about, state }) : answerNames[state]

/** What the requirement asks, whence that is taken, and whether somebody must still compare it. */
export const Asks = ({ chosen, names, day }: { chosen: RequirementChoice; names: Names; day: Day }) =>
  chosen.edition ? (
    <P>
      {sayEdition(chosen.edition, names)} {chosen.edition.source}
      {chosen.edition.citation ? `: ${chosen.edition.citation}` : ''}.{' '}
      {chosen.edition.toCheck ? <Tag colour="yellow">Check against the text in force</Tag> : null}
    </P>
  ) : (
    <P>No edition of this requirement is in force on {sayDay(day)}.</P>
  )

const sayInDate = ({ states: by, asked }: StandingCategory): string => {
  const n = by.in_date + by.due_soon
  const percent = share(n, asked)
  return `${n} of ${asked} ${plural(asked, 'school')} in date by our record${percent === undefined ? '' : ` (${percent}%)`}`
}

export const StandingsPage = ({
  today,
  asked,
  choices,
  chosen,
  names,
  categories,
  whole,
  freezeAs,
  mayChase,
}: {
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
}) => {
  const link = (more: Record<string, string>): string => `/coverage/requirements/schools?${sameStandings(asked, more)}`
  const cell = (one: StandingCategory, state: StandingAnswer, n: number) =>
    n === 0 ? '0' : <Link href={link({ state, ...(one === whole ? {} : { category: one.key }) })}>{n}</Link>
  const apart = [
    ['not_asked', whole.notAsked, 'It is not asked of'],
    ['waiting', whole.waiting, 'Not worked out yet:'],
  ] as const
  return (
    <>
      <Title>How schools stand</Title>
      <form method="get" action="/coverage/requirements" class="muster-filter muster-coverage-filter">
        <div class="muster-coverage-filter__fields">
          <Select
            name="requirement"
            label="Requirement"
            value={chosen.id}
            options={choices.map(({ id, label }) => ({ value: id, text: label }))}
          />
          <DimensionField by={asked.by} />
        </div>
        <button type="submit" class="govuk-button govuk-button--secondary">
          Show
        </button>
      </form>
      <p class="muster-answer">
        <span class="muster-figure">{sayInDate(whole)}</span>
        {chosen.label}. Counted {whole.asked === 1 ? 'is' : 'are'} the {counted(whole.asked, 'school')} open in the area on {sayDay(today)}{' '}
        of which it is asked.
      </p>
      <Asks chosen={chosen} names={names} day={today} />
      <ul class="govuk-list muster-actions muster-no-print">
        <li>
          <Link href={link({ state: 'all' })}>Schools behind the figures</Link>
        </li>
        <li>
          <Link href={`/coverage/requirements/figures.csv?${sameStandings(asked)}`}>Figures as CSV</Link>
        </li>
        <li>
          <Link href={`/coverage/requirements/trends?${sameStandings(asked)}`}>Over time</Link>
        </li>
        <li>
          <Link href="/coverage">Which schools took part</Link>
        </li>
        <li>
          <Link href="/coverage/frozen">Frozen reports</Link>
        </li>
        {mayChase ? (
          <li>
            <Link href="/organiser/chasing/lists/leads">Whose lead is not in date and not booked</Link>
          </li>
        ) : null}
      </ul>
      {freezeAs ? (
        <form method="post" action="/coverage/frozen/requirements" class="muster-no-print">
          <input type="hidden" name="id" value={freezeAs} />
          <input type="hidden" name="requirement" value={chosen.id} />
          <Button kind="secondary">Freeze this report</Button>
        </form>
      ) : null}
      <DifferenceNote
        parts={categories.map(({ label, states: by, asked: of }) => ({ label, n: by.in_date + by.due_soon, of }))}
        what="in date by our record"
        by={asked.by}
      />
      <Table
        dense
        caption={`By ${dimensionNames[asked.by].toLowerCase()}, as at ${sayDay(today)}`}
        columns={[
          dimensionNames[asked.by],
          { text: 'Schools asked', numeric: true },
          ...states.map((state) => ({ text: stateNames[state], numeric: true as const })),
          { text: 'Share in date', numeric: true },
        ]}
        rows={[...categories.filter(({ asked: n }) => n > 0), whole].map((one) => {
          const percent = share(one.states.in_date + one.states.due_soon, one.asked)
          return [
            one.label,
            String(one.asked),
            ...states.map((state) => cell(one, state, one.states[state])),
            percent === undefined ? '–' : `${percent}%`,
          ]
        })}
      />
      <ul class="govuk-list govuk-list--bullet">
        {apart.map(([state, n, text]) =>
          n > 0 ? (
            <li>
              {text} <Link href={link({ state })}>{`${n} ${plural(n, 'school')}`}</Link>
            </li>
          ) : null,
        )}
      </ul>
      <Heading>What is counted</Heading>
      <ul class="govuk-list govuk-list--bullet">
        <li>Counted is every school of the national register that is open in the area today and that the requirement binds, once.</li>
        <li>
          “In date” and “not in date by our record” say what our record holds: trainings marked in a register here, records of elsewhere,
          and what schools say of their roles and staff. “No record” says that we hold none, not that nobody was trained.
        </li>
        <li>
          A school of which something runs out in the next {soonDays(chosen.edition)} days is due soon, and in date until then. “Not known”:
          nobody is confirmed in the role. The list says of each school whether somebody is proposed, the school does not know, or nobody
          has told us.
        </li>
        <li>{notCovered} What the early years framework (EYFS) asks of people in roles is asked of schools with under-fives only.</li>
        <li>No percentage is given of fewer than ten schools.</li>
      </ul>
    </>
  )
}
