import type { Child } from 'hono/jsx'
import { type Instant, sayLongDay } from '#base/dates.ts'
import { Heading, Link, P, SummaryList } from '#base/web/page-parts.tsx'

export type OneAsked = {
  id: string
  person: string
  asker: string
  code: string
  event: string
  startsAt: Instant | null
  schoolId: string
  school: string
}

/** Whom a school may book for, or answer that they do not go. */
export const AskedList = ({ asked, refuse }: { asked: readonly OneAsked[]; refuse: (one: OneAsked) => Child }) =>
  asked.length === 0 ? (
    <P>Nobody waits for your answer here.</P>
  ) : (
    <>
      <P>They have no place yet. They are told when you book or say no.</P>
      {asked.map((one) => (
        <>
          <Heading>{one.person}</Heading>
          <SummaryList
            rows={[
              ['Event', <Link href={`/events/${one.code}`}>{one.event}</Link>],
              ['Day', one.startsAt ? sayLongDay(one.startsAt) : undefined],
              ['School', one.school],
              ['Asked by', one.asker === one.person ? undefined : one.asker],
            ]}
          />
          <a class="govuk-button" href={`/events/${one.code}/book?school=${one.schoolId}&asked=${one.id}`}>
            Book for {one.person}
          </a>
          {refuse(one)}
        </>
      ))}
    </>
  )
