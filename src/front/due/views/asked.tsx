import type { Child } from 'hono/jsx'
import { sayPrice } from '#attendance/links/booking-link.ts'
import { Agreed } from '#attendance/links/views/link.tsx'
import { sayLongDay } from '#base/dates.ts'
import { Heading, Link, P, SummaryList } from '#base/web/page-parts.tsx'
import { capital, counted, listed } from '#base/words.ts'
import type { AskedOne } from '../asked.ts'

/** Names only for somebody who is signed in: a mail may be passed on. */
const sayGoing = ({ going, byLink }: AskedOne): string => {
  const names = byLink ? [] : going.flatMap(({ name }) => name ?? [])
  const others = going.length - names.length
  return listed([...names, ...(others > 0 ? [counted(others, names.length > 0 ? 'more place' : 'place')] : [])])
}

export const AskedFacts = ({ one }: { one: AskedOne }) => {
  const { request, byLink, event, left, payer, price } = one
  const asker = request.name ?? request.typed.asker ?? ''
  return (
    <SummaryList
      rows={[
        ['Event', <Link href={`/events/${request.code}`}>{request.eventTitle}</Link>],
        ['Day', request.startsAt ? sayLongDay(request.startsAt) : undefined],
        ['School', request.school.name],
        ['Asked by', request.typed.delegates.some(({ name }) => name === asker) ? undefined : asker],
        ['Price', event ? capital(sayPrice(price)) : undefined],
        ['Who pays', payer?.says],
        ['Places left for your school', event ? String(left) : undefined],
        ['Who else goes', sayGoing(one)],
        ['At the same time', byLink ? undefined : one.clash],
      ]}
    />
  )
}

/** What pressing the button of one of them says. */
export const AgreedAsked = ({ one, now }: { one: AskedOne; now: Date }) =>
  one.event ? <Agreed {...one} event={one.event} now={now} school={one.request.school.name} /> : null

type AnswersProps = {
  asked: readonly AskedOne[]
  now: Date
  /** The press that books one of them, or sends the code for it. */
  book: (one: AskedOne) => Child
  refuse: (one: AskedOne) => Child
}

const Book = ({ one, now, book }: { one: AskedOne } & Pick<AnswersProps, 'now' | 'book'>) => {
  const { request, event, atOnce, byLink, who } = one
  if (!event) return null
  if (!atOnce)
    return (
      <P>
        <Link href={`/events/${request.code}/book?school=${request.schoolId}&asked=${request.id}`}>Book {who} on the booking form</Link>
        {byLink ? ' (you sign in first)' : ''}
      </P>
    )
  return (
    <>
      <AgreedAsked one={one} now={now} />
      {book(one)}
    </>
  )
}

/** Whom a school may book for, or answer that they do not go. */
export const Answers = ({ asked, refuse, ...rest }: AnswersProps) =>
  asked.length === 0 ? (
    <P>Nobody waits for your answer here.</P>
  ) : (
    <>
      <P>They have no place yet. They are told when you book or say no.</P>
      {asked.map((one) => (
        <>
          <Heading>{one.who}</Heading>
          <AskedFacts one={one} />
          <Book one={one} {...rest} />
          {refuse(one)}
        </>
      ))}
    </>
  )
