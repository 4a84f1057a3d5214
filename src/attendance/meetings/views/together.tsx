import { sayWhen } from '#base/dates.ts'
import { Button, Select } from '#base/web/field.tsx'
import { ErrorSummary, Heading, P, Title } from '#base/web/page-parts.tsx'
import type { Screens, Watcher } from '../together.ts'

export const fieldOf = ({ placeId }: Watcher): string => `with-${placeId}`

type TogetherPageProps = {
  title: string
  at: string
  watchers: readonly Watcher[]
  typed?: Screens | undefined
  problem?: string | undefined
}

export const TogetherPage = ({ title, at, watchers, typed, problem }: TogetherPageProps) => {
  const sessions = [...Map.groupBy(watchers, ({ sessionId }) => sessionId)].filter(([, people]) => people.length > 1)
  return (
    <>
      <ErrorSummary problems={problem ? { session: problem } : undefined} />
      <span class="govuk-caption-l">{title}</span>
      <Title>Who watched together</Title>
      <P>
        If several of you watched at one screen, the meeting shows only the person who joined. Say here at whose screen each of the others
        was. The organiser sees it and marks them, as stated by you.
      </P>
      {sessions.length === 0 ? (
        <P>There is nothing to say yet: no session has begun that two or more of your people have a place at online.</P>
      ) : null}
      {sessions.map(([sessionId, people]) => {
        const [first] = people
        if (!first) return null
        return (
          <form method="post" action={at} novalidate>
            <input type="hidden" name="session" value={sessionId} />
            <Heading>{[first.block, first.title].filter(Boolean).join(': ') || 'The event'}</Heading>
            <P>{sayWhen(first.startsAt, first.endsAt)}, UK time</P>
            {people.map((one) => (
              <Select
                name={fieldOf(one)}
                label={one.name}
                value={typed?.get(one.placeId) ?? one.withPlaceId ?? ''}
                options={[
                  { value: '', text: 'At their own screen, or not there' },
                  ...people
                    .filter(({ placeId }) => placeId !== one.placeId)
                    .map(({ placeId, name }) => ({ value: placeId, text: `At the screen of ${name}` })),
                ]}
              />
            ))}
            <Button>Save</Button>
          </form>
        )
      })}
    </>
  )
}
