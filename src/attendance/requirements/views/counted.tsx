import { sayInstant } from '#base/dates.ts'
import { Button, Choices, type Problems, Select } from '#base/web/field.tsx'
import { Details, ErrorSummary, Link, P, Page, Title } from '#base/web/page-parts.tsx'
import type { EventDetails } from '#events/events/event.ts'
import type { CountsAs } from '#events/events/requirement.ts'
import { type CountReason, countReasons, countWays, isSuggested } from '../counted.ts'
import type { Edition } from '../requirement.ts'

const wayNames: Record<CountsAs, string> = {
  either: 'Counts, as the first training or a refresher',
  first: 'Counts as the first training',
  refresher: 'Counts as a refresher only',
  none: 'Does not count',
}

const reasonNames: Record<CountReason, string> = {
  mistake: 'It was said wrongly',
  programme: 'What is taught has changed',
  requirement: 'What is asked has changed',
}

/** The name of the field for a requirement and the whole event, or one session of it. */
export const countField = (requirementId: string, sessionId?: string): string => `counts-${sessionId ?? 'event'}-${requirementId}`

type CountedPageProps = {
  event: EventDetails
  /** The editions in force on its first day, without those that schools state themselves. */
  editions: readonly Edition[]
  typed: Readonly<Record<string, string | undefined>>
  /** What stood when the form was made, as ids. */
  seen: string
  /** Nothing is said yet: what is filled in follows from its purpose and topic. */
  suggested: boolean
  problems?: Problems | undefined
}

export const CountedPage = ({ event, editions, typed, seen, suggested, problems }: CountedPageProps) => {
  const fields = (sessionId?: string) =>
    editions.map((edition) => {
      const name = countField(edition.requirementId, sessionId)
      const none = sessionId || !isSuggested(edition, event) ? 'Nothing is said' : 'Nothing is said: it counts by its purpose and topic'
      return (
        <Select
          name={name}
          label={edition.label}
          value={typed[name]}
          problems={problems}
          options={[{ value: '', text: none }, ...countWays.map((value) => ({ value, text: wayNames[value] }))]}
        />
      )
    })
  return (
    <Page>
      <ErrorSummary problems={problems} />
      <Title>
        What it counts towards
        <span class="govuk-caption-l">{event.title}</span>
      </Title>
      <P>
        Whoever attends it whole has done what a requirement asks. Where nothing is said, its purpose, topic, level and length decide. What
        all staff must do is stated by each school and is not listed here.
      </P>
      {suggested ? (
        <p class="govuk-inset-text">
          Nobody has said yet. What is chosen below is suggested by its purpose and topic: save it to say so, or tick that it counts towards
          nothing.
        </p>
      ) : null}
      <form method="post" novalidate>
        <input type="hidden" name="seen" value={seen} />
        <Choices
          type="checkboxes"
          name="nothing"
          label="Does it count towards anything?"
          values={[typed['nothing'] ?? '']}
          problems={problems}
          options={[
            {
              value: 'yes',
              text: 'It counts towards nothing',
              hint: 'Whatever its purpose and topic. What is chosen below for the whole event is then not read; what is chosen for one session is',
            },
          ]}
        />
        {fields()}
        {event.sessions.length > 1 ? (
          <Details summary="One session alone">
            {event.sessions.map((session) => (
              <fieldset class="govuk-fieldset govuk-!-margin-bottom-6">
                <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{session.title || sayInstant(session.startsAt)}</legend>
                {fields(session.id)}
              </fieldset>
            ))}
          </Details>
        ) : null}
        {event.state === 'draft' || seen === '' ? null : (
          <Choices
            type="radios"
            name="reason"
            label="Why is it changed?"
            hint="The event is public: the log keeps why"
            values={[typed['reason'] ?? '']}
            problems={problems}
            options={countReasons.map((value) => ({ value, text: reasonNames[value] }))}
          />
        )}
        <P>How people stand is worked out anew. Final reports do not change.</P>
        <div class="govuk-button-group">
          <Button>Save</Button>
          <Link href="/requirements">What each rule asks</Link>
        </div>
      </form>
    </Page>
  )
}
