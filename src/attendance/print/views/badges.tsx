import { sayTime } from '#base/dates.ts'
import { LogoPicture } from '#base/web/logo.tsx'
import { P, Title } from '#base/web/page-parts.tsx'
import { Qr } from '#base/web/qr.tsx'
import type { Maker } from '#base/web/sheet.tsx'
import { counted } from '#base/words.ts'
import { roomOf, sayRoom } from '#calendars/invites/invite.ts'
import type { EventSession } from '#events/events/event.ts'
import { type BadgeSize, inSheets, sizeOf } from '../badge.ts'
import type { BadgesAsked } from '../forms.ts'
import { aToZ, inRoom, type Pack, type PersonOnPaper, type Tickets, workshopsOf } from '../pack.ts'
import { partWords } from './frame.tsx'

const sizeWords: Record<BadgeSize, string> = {
  8: 'A4 sheets of eight badges of 95 by 68 mm, four rows of two',
  10: 'A4 sheets of ten badges of 95 by 54 mm, five rows of two',
  label: 'labels of 100 by 62 mm, one badge on each',
}

/** Where somebody goes: to their workshops, or without any to the rooms of what all attend. */
const goesTo = (sessions: readonly EventSession[], { sessionIds }: PersonOnPaper): EventSession[] => {
  const own = sessions.filter(({ id }) => sessionIds.includes(id))
  const workshops = own.filter(({ block }) => block)
  return workshops.length > 0 ? workshops : own.filter((session) => roomOf(session))
}

type BadgeProps = {
  pack: Pack
  maker: Maker
  person: PersonOnPaper | undefined
  ticket: string | undefined
  size: BadgeSize
}

const Badge = ({ pack: { event }, maker, person, ticket, size }: BadgeProps) => (
  <li class={ticket ? 'muster-badge--scanned' : undefined}>
    <small class={maker.logo ? 'muster-badge__of' : undefined}>{maker.logo ? event.title : `${event.title} · ${maker.name}`}</small>
    {maker.logo ? <LogoPicture logo={maker.logo} alt={maker.name} most={24} /> : null}
    <b class={`muster-name-${person?.name ? sizeOf(person.name, size) : 26}`}>{person?.name ?? ''}</b>
    {person?.role ? <i>{person.role}</i> : null}
    <i>{person ? [person.school.name, person.school.town].filter(Boolean).join(', ') : ''}</i>
    {person ? (
      <small>
        {goesTo(event.sessions, person)
          .map((session) => `${[sayTime(session.startsAt), session.title].filter(Boolean).join(' ')}${sayRoom(session)}`)
          .join(' · ')}
      </small>
    ) : (
      <small>Write your name and your school</small>
    )}
    {ticket ? <Qr text={ticket} label="Code that is scanned at the door" /> : null}
  </li>
)

type BadgesProps = { pack: Pack; maker: Maker; asked: BadgesAsked; tickets: Tickets }

export const BadgesPage = ({ pack, maker, asked: { size, blank, only }, tickets }: BadgesProps) => {
  const people: (PersonOnPaper | undefined)[] = only ? [] : aToZ(inRoom(pack.people))
  const badges = [...people, ...Array.from({ length: blank }, () => undefined)]
  const sheets = inSheets(badges, size)
  return (
    <div class={`muster-badges muster-badges--${size}`}>
      <div class="muster-no-print">
        <P>Print this page with your browser, at 100% and without headers and footers. It shows who has a place now.</P>
        <Title>
          {partWords.badges.title}: {pack.event.title}
        </Title>
        {pack.event.state === 'cancelled' ? <p class="govuk-body govuk-!-font-weight-bold">This event is cancelled.</p> : null}
        <P>
          {badges.length === 0
            ? 'There is nothing to print: nobody has a place yet, and no blank badges were asked for.'
            : `${counted(badges.length, 'badge')}${only || blank === 0 ? '' : `, ${blank} of them blank`}, on ${sizeWords[size]}.`}
          {workshopsOf(pack.event).length > 0 && people.length > 0 ? ' A badge names the workshops that were chosen until now.' : ''}
        </P>
      </div>
      {sheets.map((sheet, n) => (
        <ul aria-label={`Sheet ${n + 1} of ${sheets.length}`}>
          {sheet.map((person) => (
            <Badge pack={pack} maker={maker} person={person} ticket={person && tickets.get(person.placeId)} size={size} />
          ))}
        </ul>
      ))}
    </div>
  )
}
