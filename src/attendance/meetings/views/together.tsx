import type { Child } from 'hono/jsx'
import { sayWhen } from '#base/dates.ts'
import { Heading, P } from '#base/web/page-parts.tsx'
import type { Watcher } from '../together.ts'

type WatchedTogetherProps = {
  watchers: readonly Watcher[]
  /** For those of one session. */
  form: (watchers: readonly Watcher[]) => Child
}

export const WatchedTogether = ({ watchers, form }: WatchedTogetherProps) => {
  const sessions = [...Map.groupBy(watchers, ({ sessionId }) => sessionId).values()].filter((people) => people.length > 1)
  return (
    <>
      <P>
        If several of you watched at one screen, the meeting shows only the person who joined. Say here at whose screen each of the others
        was. The organiser sees it and marks them, as stated by you.
      </P>
      {sessions.length === 0 ? (
        <P>There is nothing to say yet: no session has begun that two or more of your people have a place at online.</P>
      ) : null}
      {sessions.map((people) => {
        const [first] = people
        return first ? (
          <>
            <Heading>{[first.block, first.title].filter(Boolean).join(': ') || 'The event'}</Heading>
            <P>{sayWhen(first.startsAt, first.endsAt)}, UK time</P>
            {form(people)}
          </>
        ) : null
      })}
    </>
  )
}
