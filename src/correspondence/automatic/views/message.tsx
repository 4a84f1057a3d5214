import { Button, Choices, type Problems, TextArea, TextField } from '#base/web/field.tsx'
import { ErrorSummary, Heading, P, Page, Title, Warning } from '#base/web/page-parts.tsx'
import type { Rendered } from '#emails/messages/mail.tsx'
import type { EventDetails } from '#events/events/event.ts'
import { type Switch, switchFacts } from '#messages/outbox/switch.ts'
import { goesAfter, goesBefore, keptDays, mostDaysBefore, mostHoursAfter, noteHintOf, type Setting } from '../automatic.ts'
import type { MessageValues } from '../forms.ts'
import { pathOf, sayTiming } from './words.tsx'

type MessagePageProps = {
  event: EventDetails
  one: Switch
  was: Setting
  values: MessageValues
  version: number
  preview: Rendered | undefined
  problems?: Problems | undefined
}

/** One message of an event: whether and when it is sent, the organiser's note, and a preview. */
export const MessagePage = ({ event, one, was, values, version, preview, problems = {} }: MessagePageProps) => {
  const { label, to, warning } = switchFacts[one]
  const noteHint = noteHintOf(one)
  return (
    <Page>
      <ErrorSummary problems={problems} />
      <span class="govuk-caption-l">{event.title}</span>
      <Title>{label}</Title>
      <P>
        To: {to.charAt(0).toLowerCase() + to.slice(1)}. {sayTiming(one, was)}.
      </P>
      {event.state === 'cancelled' ? null : (
        <form method="post" action={`/organiser/events/${event.code}/messages/${pathOf(one)}`} novalidate>
          <input type="hidden" name="version" value={String(version)} />
          <Choices
            type="radios"
            name="isOn"
            label="Is it sent for this event?"
            values={[values.isOn]}
            options={[
              { value: 'on', text: 'Yes' },
              { value: 'off', text: 'No', hint: 'Nothing of it is sent for this event, whoever would cause it' },
            ]}
            problems={problems}
          />
          {warning ? (
            <>
              <Warning>When it is off, {warning.charAt(0).toLowerCase() + warning.slice(1)}</Warning>
              {was.isOn ? (
                <Choices
                  type="checkboxes"
                  name="understood"
                  label="To switch it off"
                  values={[values.understood]}
                  options={[{ value: 'yes', text: 'I know this, and people are told in another way' }]}
                  problems={problems}
                />
              ) : null}
            </>
          ) : null}
          {goesBefore(one) ? (
            <>
              <TextField
                name="days"
                label="How many days before?"
                hint={`From 1 to ${mostDaysBefore}. When that time has passed already, it goes at once`}
                value={values.days}
                problems={problems}
                width={2}
                inputmode="numeric"
                labelClass="govuk-label--s"
              />
              <TextField
                name="time"
                label="At what time of day?"
                hint="In London, whatever the clocks do"
                type="time"
                value={values.time}
                problems={problems}
                width={5}
                labelClass="govuk-label--s"
              />
            </>
          ) : null}
          {goesAfter(one) ? (
            <TextField
              name="hours"
              label="How many hours after the registers of the day are closed?"
              hint={`From 0 to ${mostHoursAfter}. Nothing is sent about a day that ended more than ${keptDays} days ago`}
              value={values.hours}
              problems={problems}
              width={2}
              inputmode="numeric"
              labelClass="govuk-label--s"
            />
          ) : null}
          {noteHint ? (
            <TextArea
              name="note"
              label="What you say in it (optional)"
              hint={noteHint}
              value={values.note}
              problems={problems}
              rows={5}
              labelClass="govuk-label--s"
            />
          ) : null}
          <Button>Save</Button>
        </form>
      )}
      <Heading>How it reads</Heading>
      {preview ? (
        <>
          <P>With this event’s own details, to somebody made up. Links lead nowhere.</P>
          <P>
            <strong>Subject:</strong> {preview.subject}
          </P>
          <pre class="muster-plain-text">{preview.text}</pre>
        </>
      ) : (
        <P>The event has no date yet.</P>
      )}
    </Page>
  )
}
