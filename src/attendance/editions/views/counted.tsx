import type { Child } from 'hono/jsx'
import { sayInstant } from '#base/dates.ts'
import { Details, P } from '#base/web/page-parts.tsx'
import { type Counting, countField } from '../event-forms.ts'

/** @param suggested nothing is said yet: what is filled in follows from its purpose and topic */
export const AboutCounting = ({ suggested }: { suggested: boolean }) => (
  <>
    <P>
      Everyone who attends all of it has done what the training rule asks. Where nothing is set, its purpose, topic, level and length
      decide. Training of all staff is stated by each school and is not listed here.
    </P>
    {suggested ? (
      <p class="govuk-inset-text">
        Nobody has said yet. What is chosen below is suggested by its purpose and topic: save it to say so, or tick that it counts towards
        nothing.
      </p>
    ) : null}
  </>
)

export const CountedFields = ({ fields, counting: { event, editions } }: { fields: Record<string, Child>; counting: Counting }) => {
  const ways = (sessionId?: string) => editions.map(({ requirementId }) => fields[countField(requirementId, sessionId)])
  return (
    <>
      {fields['nothing']}
      {ways()}
      {event.sessions.length > 1 ? (
        <Details summary="One session alone">
          {event.sessions.map((session) => (
            <fieldset class="govuk-fieldset govuk-!-margin-bottom-6">
              <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{session.title || sayInstant(session.startsAt)}</legend>
              {ways(session.id)}
            </fieldset>
          ))}
        </Details>
      ) : null}
      {fields['reason']}
      <P>We work out everyone’s training again. Final reports do not change.</P>
    </>
  )
}
