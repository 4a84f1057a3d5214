import { sayShortDay } from '#base/dates.ts'
import { standingWords } from '#base/standing.ts'
import { Button, Choices, DayField, Select, TextField } from '#base/web/field.tsx'
import { Shelves } from '#base/web/page-head.tsx'
import { sayNumber } from '#base/words.ts'
import { type BookingChoices, type BookingFilter, everyPlace, filterQuery, type Standing, type StandingCounts } from '../listed-place.ts'

export const shelfWords: Record<Standing, string> = {
  live: 'Active',
  confirmed: standingWords.confirmed,
  unnamed: standingWords.unnamed,
  overdue: 'Name overdue',
  waiting: standingWords.waiting,
  offered: standingWords.offered,
  approval: standingWords.for_approval,
  unvouched: 'Not vouched for',
  cancelled: standingWords.cancelled,
  all: 'All, also cancelled',
}

/** The states as links with counts; empty ones are left out, except the current one. */
export const Standings = ({ base, filter, counts }: { base: string; filter: BookingFilter; counts: StandingCounts }) => (
  <Shelves
    label="Places by state"
    links={(Object.keys(shelfWords) as Standing[])
      .filter((state) => state === 'live' || state === filter.state || counts[state] > 0)
      .map((state) => ({
        href: `${base}${filterQuery({ ...filter, state }, { sort: filter.sort })}`,
        text: `${shelfWords[state]} (${sayNumber(counts[state])})`,
        current: state === filter.state ? 'page' : undefined,
      }))}
  />
)

export const searchHint = 'School, URN, town, person, email or reference'

/** Of all events. */
export const BookingsFilter = ({ base, filter, choices }: { base: string; filter: BookingFilter; choices: BookingChoices }) => {
  const narrowed = filter.event !== '' || filter.series !== '' || filter.from !== '' || filter.to !== '' || filter.behalf
  return (
    <search aria-label="Bookings">
      <form method="post" action={base} class="muster-filter">
        {(['state', 'sort'] as const).map((name) =>
          filter[name] === everyPlace[name] ? null : <input type="hidden" name={name} value={filter[name]} />,
        )}
        <div class="muster-search">
          <TextField name="q" type="search" label="Search" hint={searchHint} value={filter.q} width={30} />
          <Select
            name="when"
            label="Events"
            value={filter.when}
            options={[
              { value: 'coming', text: 'Coming up' },
              { value: 'past', text: 'Past' },
              { value: 'any', text: 'All' },
            ]}
          />
        </div>
        <details class="govuk-details govuk-!-margin-bottom-4" open={narrowed}>
          <summary class="govuk-details__summary">
            <span class="govuk-details__summary-text">Narrow by event, series or date</span>
          </summary>
          <div class="govuk-details__text">
            <Select
              name="event"
              label="Event"
              value={filter.event.toUpperCase()}
              options={[
                { value: '', text: 'Every event' },
                ...choices.events.map(({ code, title, startsAt }) => ({ value: code, text: `${title}, ${sayShortDay(startsAt)}` })),
              ]}
            />
            {choices.series.length > 0 ? (
              <Select
                name="series"
                label="Series"
                value={filter.series}
                options={[{ value: '', text: 'Every series' }, ...choices.series.map(({ id, title }) => ({ value: id, text: title }))]}
              />
            ) : null}
            <div class="muster-search">
              <DayField name="from" label="Events from" value={filter.from} />
              <DayField name="to" label="Events to" value={filter.to} />
            </div>
            <Choices
              name="behalf"
              type="checkboxes"
              small
              label="Who booked"
              values={filter.behalf ? ['yes'] : []}
              options={[{ value: 'yes', text: 'Only what the council booked on behalf of a school' }]}
            />
          </div>
        </details>
        <Button kind="secondary">Search</Button>
      </form>
    </search>
  )
}
