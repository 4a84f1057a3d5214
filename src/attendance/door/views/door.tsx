import { londonDay, sayLongDay, sayTime } from '#base/dates.ts'
import { LinkGroups } from '#base/web/page-head.tsx'
import { Caption, Details, Heading, Inset, Link, P, VisuallyHidden } from '#base/web/page-parts.tsx'
import { sayCourseLacked } from '#people/people/earlier-course.ts'
import type { DoorEvent, DoorSession } from '../day.ts'
import {
  countAtDoor,
  type DoorView,
  isOnline,
  lastAtDoor,
  listAtDoor,
  nameOf,
  type PersonAtDoor,
  sayCounts,
  sayPresence,
  schoolAtDoor,
} from '../people.ts'

/** The path of a door, or below it, with how it is shown, so that a form returns to it. */
export const doorPath = (code: string, { q, letter, all }: DoorView, below = ''): string => {
  const query = new URLSearchParams({ ...(q && { q }), ...(all && { show: 'all' }), ...(letter && { letter }) }).toString()
  return `/door/${code}${below}${query ? `?${query}` : ''}`
}

type Of = {
  event: DoorEvent
  view: DoorView
  /** Its day has not come. */
  isToCome: boolean
  newId: () => string
}

const PersonItem = ({ event, person, view, isToCome, newId }: Of & { person: PersonAtDoor }) => (
  <li class="muster-at-door" id={`p-${person.key}`} tabindex={-1}>
    <div>
      <h3 class="govuk-heading-s govuk-!-margin-bottom-0">
        <Link href={`/door/${event.code}/people/${person.key}`}>{nameOf(person)}</Link>
      </h3>
      <p class="govuk-body-s govuk-!-margin-bottom-0">
        {[schoolAtDoor(person), sayPresence(person), person.lacks ? sayCourseLacked(person.lacks) : ''].filter(Boolean).join('. ')}
      </p>
    </div>
    {isToCome ? null : person.unnamed ? (
      <a class="muster-change" href={`/door/${event.code}/people/${person.key}`}>
        Name who came<VisuallyHidden> for {schoolAtDoor(person)}</VisuallyHidden>
      </a>
    ) : (
      <form class="muster-mark" method="post" action={doorPath(event.code, view, '/arrivals')}>
        <input type="hidden" name="id" value={newId()} />
        <input type="hidden" name="person" value={person.key} />
        <input type="hidden" name="how" value={view.q ? 'search' : 'tap'} />
        {person.presence === 'here' ? (
          <Press value="left">Left</Press>
        ) : (
          <Press value="arrived">{person.presence === 'left' ? 'Back in' : 'Arrived'}</Press>
        )}
      </form>
    )}
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

/** Takes back what was said last of somebody. */
const Undo = ({ event, view, person, newId }: Of & { person: PersonAtDoor }) =>
  person.last ? (
    <form method="post" action={doorPath(event.code, view, '/arrivals')}>
      <input type="hidden" name="id" value={newId()} />
      <input type="hidden" name="person" value={person.key} />
      <input type="hidden" name="undoes" value={person.last.id} />
      <button type="submit" class="muster-change" name="kind" value={person.last.kind}>
        Undo<VisuallyHidden> {nameOf(person)}</VisuallyHidden>
      </button>
    </form>
  ) : null

const sayLast = (person: PersonAtDoor): string => `${nameOf(person)}, ${sayPresence(person).toLowerCase()}`

/** The last five, folded. Whoever the list does not show is found here by the address. */
const Last = ({ last, listed, ...of }: Of & { last: readonly PersonAtDoor[]; listed: readonly PersonAtDoor[] }) =>
  last[0] ? (
    <Details summary={`Last: ${sayLast(last[0])}`}>
      <ul class="muster-people">
        {last.map((person) => (
          <li class="muster-at-door" id={listed.includes(person) ? undefined : `p-${person.key}`} tabindex={-1}>
            <Link href={`/door/${of.event.code}/people/${person.key}`}>{sayLast(person)}</Link>
            <Undo {...of} person={person} />
          </li>
        ))}
      </ul>
    </Details>
  ) : null

type DoorPageProps = Of & {
  sessions: readonly DoorSession[]
  day: string
  people: readonly PersonAtDoor[]
  /** Whose page it is: a device at the door is of one account. */
  account: string | undefined
  maySignOff: boolean
  /** Makes links for helpers. */
  mayInvite: boolean
}

export const DoorPage = ({ sessions, day, people, account, maySignOff, mayInvite, ...of }: DoorPageProps) => {
  const { event, view, isToCome } = of
  const { people: listed, letter, letters } = listAtDoor(people, view)
  const shown = listed.slice(0, 200)
  const [room, online] = [shown.filter((one) => !isOnline(one)), shown.filter(isOnline)]
  const at = `/door/${event.code}`
  const isOpen = event.state === 'published'
  return (
    <div>
      <div id="door" data-account={account}>
        <h1 class="govuk-heading-m govuk-!-margin-bottom-2">
          <Caption>Check-in, {sayLongDay(day)}</Caption>
          {event.title}
        </h1>
        {isOpen ? null : <Inset>This event was cancelled: nobody can be checked in.</Inset>}
        {isOpen && isToCome ? <Inset>This day has not come. Until then only apologies can be marked, under Attendance below.</Inset> : null}
        <form method="post" action={doorPath(event.code, { ...view, q: '', letter: '' })}>
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
        <p class="govuk-body govuk-!-margin-top-2 govuk-!-margin-bottom-2" id="counts">
          {sayCounts(countAtDoor(people))}
        </p>
        {view.q ? null : <Last {...of} last={lastAtDoor(people, 5)} listed={shown} />}
        {view.q ? (
          <Heading id="found">{shown.length === 0 ? 'Nobody found' : 'Found'}</Heading>
        ) : (
          <Choices code={event.code} view={{ ...view, letter }} letters={letters} />
        )}
        {view.q ? null : <h2 class="govuk-visually-hidden">{view.all ? 'Everyone' : 'Still expected'}</h2>}
        {people.length === 0 ? <P>Nobody has booked a place on this day.</P> : null}
        {people.length > 0 && !view.q && room.length === 0 ? (
          <P>{view.all ? 'Nobody here comes to the room.' : 'Nobody is still expected here.'}</P>
        ) : null}
        <People {...of} people={view.q ? shown : room} />
        {online.length > 0 && !view.q ? (
          <section aria-labelledby="online">
            <Heading id="online">Online</Heading>
            <People {...of} people={online} />
          </section>
        ) : null}
        {isToCome ? null : (
          <LinkGroups
            groups={[
              {
                title: 'Also at check-in',
                links: [
                  { href: `${at}/walk-ins/new`, text: 'Add someone who is not on the list' },
                  { href: `${at}/evacuation`, text: 'Evacuation list' },
                  ...(maySignOff ? [{ href: `${at}/close`, text: 'Sign off the day' }] : []),
                ],
              },
            ]}
          />
        )}
      </div>
      <LinkGroups
        groups={[
          {
            title: 'Attendance',
            links: sessions.map((session) => ({
              href: `/register/${session.id}`,
              text: `${session.title || 'Attendance'}, ${sayTime(session.startsAt)} to ${sayTime(session.endsAt)}`,
              ...(session.signedAt && { note: `signed off on ${sayLongDay(londonDay(session.signedAt))}` }),
            })),
          },
          {
            title: 'Helpers',
            links: mayInvite
              ? [
                  { href: `/organiser/events/${event.code}/door/links`, text: 'Check-in links' },
                  { href: `/organiser/events/${event.code}/door/devices`, text: 'Check-in devices' },
                ]
              : [],
          },
        ]}
      />
    </div>
  )
}

type ChoicesProps = { code: string; view: DoorView; letters: readonly string[] }

/** Those expected or everyone, and by letter where they are many. */
const Choices = ({ code, view, letters }: ChoicesProps) => (
  <>
    <nav aria-label="Whom to show" class="muster-letters">
      {[false, true].map((all) => (
        <a href={doorPath(code, { q: '', letter: '', all })} aria-current={all === view.all ? 'true' : undefined}>
          {all ? 'Everyone' : 'Still expected'}
        </a>
      ))}
    </nav>
    {letters.length > 0 ? (
      <nav aria-label="By last name" class="muster-letters">
        {letters.map((letter) => (
          <a href={doorPath(code, { ...view, letter })} aria-current={letter === view.letter ? 'true' : undefined}>
            {letter === '?' ? 'Not named' : letter}
          </a>
        ))}
      </nav>
    ) : null}
  </>
)

const People = ({ people, ...of }: Of & { people: readonly PersonAtDoor[] }) =>
  people.length === 0 ? null : (
    <ul class="muster-people muster-door__people">
      {people.map((person) => (
        <PersonItem {...of} person={person} />
      ))}
    </ul>
  )
