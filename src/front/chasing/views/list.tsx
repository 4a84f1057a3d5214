import type { PropsWithChildren } from 'hono/jsx'
import { sayDay, sayShortDay } from '#base/dates.ts'
import { Button, Choices, Select } from '#base/web/field.tsx'
import { Link, P, VisuallyHidden } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import {
  choicesOf,
  countOf,
  type Group,
  hasPlaces,
  type ListedSchool,
  type Listing,
  type ListName,
  lists,
  listWords,
  type Narrowed,
  narrowingNames,
  narrowings,
  type Subject,
} from '../list.ts'

type ListProps = {
  listing: Listing & { subjects: readonly Subject[] }
  asked: Narrowed & { of: string }
  groups: readonly Group[]
}

const pathOf = ({ list }: Listing): string => `/organiser/chasing/lists/${list}`

export const BeforeList = ({ listing, asked, groups }: ListProps) => {
  const { list, subjects } = listing
  const here = pathOf(listing)
  return (
    <>
      <P>{listWords[list].says}</P>
      <nav aria-label="Lists of schools to follow up" class="muster-no-print">
        <ul class="govuk-list muster-actions">
          {lists.map((one) => (
            <li>
              {one === list ? (
                <strong aria-current="true">{listWords[one].title}</strong>
              ) : (
                <Link href={`/organiser/chasing/lists/${one}`}>{listWords[one].title}</Link>
              )}
            </li>
          ))}
          <li>
            <Link href="/organiser/chasing">Next steps due</Link>
          </li>
        </ul>
      </nav>
      {subjects.length === 0 ? null : (
        <form method="get" action={here} class="muster-filter muster-filter--beside muster-no-print">
          <Select
            name="of"
            label={list === 'guidance' ? 'Guidance' : 'Round'}
            value={asked.of}
            options={subjects.map((one) => ({ value: one.id, text: `${one.title}, by ${sayDay(one.dueOn)}` }))}
          />
          <button type="submit" class="govuk-button govuk-button--secondary">
            Show
          </button>
        </form>
      )}
      <details class="govuk-details muster-narrow" open={narrowings.some((by) => asked[by] !== '')}>
        <summary class="govuk-details__summary">
          <span class="govuk-details__summary-text">Narrow the list</span>
        </summary>
        <form method="get" action={here} class="muster-filter muster-filter--beside">
          {asked.of ? <input type="hidden" name="of" value={asked.of} /> : null}
          {narrowings.map((by) => (
            <Select
              name={by}
              label={narrowingNames[by]}
              value={asked[by]}
              options={[{ value: '', text: 'All' }, ...choicesOf(groups, by)]}
            />
          ))}
          <button type="submit" class="govuk-button govuk-button--secondary">
            Show
          </button>
        </form>
      </details>
    </>
  )
}

export const Tick = ({ school, isFirst }: { school: ListedSchool; isFirst: boolean }) => {
  const id = isFirst ? 'schools' : `schools-${school.id}`
  return (
    <div class="govuk-checkboxes govuk-checkboxes--small" data-module="govuk-checkboxes">
      <div class="govuk-checkboxes__item">
        <input class="govuk-checkboxes__input" id={id} name="schools" type="checkbox" value={school.id} />
        <label class="govuk-label govuk-checkboxes__label govuk-!-font-size-16" for={id}>
          {school.name}, {school.town}
        </label>
      </div>
    </div>
  )
}

export const State = ({ school, list }: { school: ListedSchool; list: ListName }) => (
  <>
    {school.state}
    {school.waits && hasPlaces(list) ? <span class="muster-also">Waits for a place</span> : null}
  </>
)

export const LastContacted = ({ school }: { school: ListedSchool }) => (
  <Link href={`/organiser/schools/${school.id}#follow-up`}>
    <span class="muster-nowrap">{school.lastTried ? sayShortDay(school.lastTried) : 'Nobody yet'}</span>
    <VisuallyHidden>: follow-up of {school.name}</VisuallyHidden>
  </Link>
)

export const TickForm = ({ listing, asked, groups, children }: PropsWithChildren<ListProps>) => (
  <form method="post" action={`${pathOf(listing)}?${new URLSearchParams(asked)}`}>
    {asked.of ? <input type="hidden" name="of" value={asked.of} /> : null}
    {narrowings.map((by) => (
      <input type="hidden" name={by} value={asked[by]} />
    ))}
    {children}
    <Choices
      type="radios"
      small
      name="which"
      label="For which schools?"
      values={['ticked']}
      options={[
        { value: 'ticked', text: 'Those ticked on this page' },
        { value: 'all', text: `All of this list: ${counted(countOf(groups, asked), 'school')}` },
      ]}
    />
    <div class="govuk-button-group">
      <Button name="do" value="message">
        Prepare a message
      </Button>
      {hasPlaces(listing.list) ? (
        <Button kind="secondary" name="do" value="hold">
          Reserve places for them
        </Button>
      ) : null}
    </div>
  </form>
)
