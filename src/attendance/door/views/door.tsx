import { londonDay, sayLongDay, sayTime } from '#base/dates.ts'
import { Heading, Inset, Link, P, Title, VisuallyHidden } from '#base/web/page-parts.tsx'
import type { DoorEvent, DoorSession } from '../day.ts'
import { type DoorCounts, isOnline, letterOf, nameOf, type PersonAtDoor, sayCounts, sayPresence } from '../people.ts'

/** How the page was asked for: so that a form returns to it. */
export type DoorView = { q: string; letter: string }

export const doorPath = (code: string, view: DoorView, below = ''): string => {
  const query = new URLSearchParams({ ...(view.q && { q: view.q }), ...(view.letter && { letter: view.letter }) }).toString()
  return `/door/${code}${below}${query ? `?${query}` : ''}`
}

const About = ({ person }: { person: PersonAtDoor }) => (
  <>
    {person.role ?? 'Role not given'}
    {person.school ? `, ${person.school.label}` : `. They said: ${person.organisation || 'nothing'}`}
    {person.kind === 'walk_in' ? '. Came without a place' : ''}
  </>
)

const DoorItem = ({ event, person, view, isToCome, newId }: Of & { person: PersonAtDoor }) => (
  <li class="muster-person" id={`p-${person.key}`} tabindex={-1}>
    <div>
      <h3 class="govuk-heading-s govuk-!-margin-bottom-0">{nameOf(person)}</h3>
      <p class="govuk-body-s govuk-!-margin-bottom-2">
        <About person={person} />
      </p>
    </div>
    <div>
      {sayPresence(person) ? <p class="govuk-body govuk-!-margin-bottom-2">{sayPresence(person)}</p> : null}
      {isToCome ? null : person.unnamed ? (
        <a class="muster-change" href={`/door/${event.code}/people/${person.key}`}>
          Name who came<VisuallyHidden> of {person.school?.label}</VisuallyHidden>
        </a>
      ) : (
        <form class="muster-mark" method="post" action={doorPath(event.code, view, '/arrivals')}>
          <input type="hidden" name="id" value={newId()} />
          <input type="hidden" name="person" value={person.key} />
          <input type="hidden" name="how" value={view.q ? 'search' : 'tap'} />
          <div class="muster-mark__buttons">
            {person.presence === 'here' ? (
              <Press value="left">Left</Press>
            ) : (
              <Press value="arrived">{person.presence === 'left' ? 'Is back' : 'Arrived'}</Press>
            )}
            <a class="muster-change" href={`/door/${event.code}/people/${person.key}`}>
              More<VisuallyHidden> about {nameOf(person)}</VisuallyHidden>
            </a>
          </div>
        </form>
      )}
    </div>
  </li>
)

const Press = ({ value, children }: { value: 'arrived' | 'left'; children: string }) => (
  <button
    class={`muster-mark__button${value === 'arrived' ? ' muster-mark__button--attended' : ''}`}
    type="submit"
    name="kind"
    value={value}
  >
    {children}
  </button>
)

type Of = {
  event: DoorEvent
  view: DoorView
  /** The day has not come: nobody can have arrived. */
  isToCome: boolean
  newId: () => string
}

/** How many people a page lists whole; more are listed by letter. */
export const mostListed = 40

type DoorPageProps = Of & {
  account: string | undefined
  mayClose: boolean
  sessions: readonly DoorSession[]
  day: string
  people: readonly PersonAtDoor[]
  counts: DoorCounts
  last: readonly PersonAtDoor[]
  shown: readonly PersonAtDoor[]
}

export const DoorPage = ({
  event,
  sessions,
  day,
  view,
  isToCome,
  people,
  counts,
  last,
  shown,
  newId,
  account,
  mayClose,
}: DoorPageProps) => {
  const of = { event, view, isToCome, newId }
  const letters = [...new Set(people.map(letterOf))].sort()
  return (
    <div class="muster-register" id="door" data-account={account}>
      <span class="govuk-caption-m">{sayLongDay(day)}</span>
      <Title>{event.title}</Title>
      {event.state === 'cancelled' ? <Inset>This event was cancelled: nobody is let in.</Inset> : null}
      {isToCome ? <Inset>This day has not come. Apologies can be marked in the registers below, and nothing else.</Inset> : null}
      <form class="muster-register-filter" method="post" action={`/door/${event.code}`}>
        <label class="govuk-label" for="q">
          Find a name or a school
        </label>
        <div class="muster-door__find">
          <input class="govuk-input" id="q" name="q" type="search" value={view.q} autocomplete="off" />
          <button class="govuk-button govuk-!-margin-bottom-0" type="submit">
            Find
          </button>
        </div>
      </form>
      <p class="govuk-body" id="counts">
        {sayCounts(counts)}
      </p>
      {view.q ? (
        <section aria-labelledby="found">
          <Heading id="found">{shown.length === 0 ? 'Nobody found' : 'Found'}</Heading>
          <People {...of} people={shown} />
        </section>
      ) : last.length > 0 ? (
        <section aria-labelledby="last">
          <Heading id="last">Last at the door</Heading>
          <ul class="govuk-list">
            {last.map((person) => (
              <li>
                <Link href={`/door/${event.code}/people/${person.key}`}>{nameOf(person)}</Link>, {sayPresence(person).toLowerCase()}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <div class="muster-actions govuk-!-margin-bottom-4">
        {isToCome || event.state === 'cancelled' ? null : (
          <>
            <Link href={`/door/${event.code}/walk-ins/new`}>Add someone who is not on the list</Link>
            <Link href={`/door/${event.code}/evacuation`}>Evacuation list</Link>
            {mayClose ? <Link href={`/door/${event.code}/close`}>Close the day</Link> : null}
          </>
        )}
      </div>
      {view.q ? null : (
        <section aria-labelledby="everyone">
          <Heading id="everyone">{view.letter ? `Everyone: ${sayLetter(view.letter)}` : 'Everyone'}</Heading>
          {people.length > mostListed ? (
            <nav aria-label="By last name" class="muster-letters">
              {letters.map((letter) => (
                <a href={doorPath(event.code, { q: '', letter })} aria-current={letter === view.letter ? 'true' : undefined}>
                  {letter === '?' ? 'Not named' : letter}
                </a>
              ))}
            </nav>
          ) : null}
          {people.length === 0 ? <P>Nobody has booked a place on this day.</P> : null}
          {people.length > 0 && shown.every(isOnline) ? <P>Nobody here comes to the room.</P> : null}
          <People {...of} people={shown.filter((one) => !isOnline(one))} />
        </section>
      )}
      {!view.q && shown.some(isOnline) ? (
        <section aria-labelledby="online">
          <Heading id="online">Online</Heading>
          <People {...of} people={shown.filter(isOnline)} />
        </section>
      ) : null}
      <Heading>Registers of the day</Heading>
      <ul class="govuk-list">
        {sessions.map((session) => (
          <li>
            <Link href={`/register/${session.id}`}>
              {session.title || 'Register'}, {sayTime(session.startsAt)} to {sayTime(session.endsAt)}
            </Link>
            {session.signedAt === null ? '' : `, closed on ${sayLongDay(londonDay(session.signedAt))}`}
          </li>
        ))}
      </ul>
    </div>
  )
}

const sayLetter = (letter: string): string => (letter === '?' ? 'not named' : letter === '#' ? 'other letters' : letter)

const People = ({ people, ...of }: Of & { people: readonly PersonAtDoor[] }) =>
  people.length === 0 ? null : (
    <ul class="muster-people">
      {people.map((person) => (
        <DoorItem {...of} person={person} />
      ))}
    </ul>
  )
