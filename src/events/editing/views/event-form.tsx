import { type Calendar, sayDaysOff } from '#base/council/working-day.ts'
import { sayLongDay } from '#base/dates.ts'
import { Button, type Problems } from '#base/web/field.tsx'
import type { Body } from '#base/web/form.ts'
import { Shelves } from '#base/web/page-head.tsx'
import { ErrorSummary, Link, P, Page, Title } from '#base/web/page-parts.tsx'
import { showSettings } from '#base/web/setting-fields.tsx'
import { counted, listed } from '#base/words.ts'
import type { Vocabulary } from '#events/events/draft.ts'
import { eventFacts } from '#events/events/event-facts.ts'
import { dayTyped } from '#events/events/form-values.ts'
import { asks, type EditStep, editSteps, pathOfStep, stepNames } from '../edit-step.ts'
import { eventTemplates, type TemplateName, templateIn, templateNames } from '../event-template.ts'
import { type EventValues, sentOfEvent } from '../forms.ts'
import { isAlone } from '../programme-rows.ts'
import { BookingFields } from './booking-fields.tsx'
import { ProgrammeFields } from './programme-fields.tsx'
import { WhatFields } from './what-fields.tsx'
import { WordsFields } from './words-fields.tsx'

export type EventFormProps = {
  step: EditStep
  /** Of an event that is stored. */
  event?: { code: string; title: string; version: number; isDraft: boolean } | undefined
  /** Of one that is not. */
  id?: string | undefined
  values: EventValues
  vocabulary: Vocabulary
  calendar: Calendar
  problems?: Problems | undefined
  /** What was sent: of it, what this form does not ask goes along. */
  sent?: Body | undefined
  /** Places on the waiting list, which get what is added. */
  waitedFor?: number
}

const Steps = ({ code, at }: { code: string; at: EditStep }) => (
  <Shelves
    label="Forms of this event"
    links={stepNames.map((step) => ({
      href: pathOfStep(code, step),
      text: editSteps[step].title,
      current: step === at ? 'page' : undefined,
    }))}
    small
  />
)

/** A new event begins with what its kind usually has. */
const Templates = ({ at }: { at: TemplateName }) => (
  <>
    <P>
      Start from a template. To repeat a <Link href="/organiser/events?show=past">past event</Link>, open it and choose <em>Duplicate</em>.
    </P>
    <Shelves
      label="Templates"
      links={templateNames.map((name) => ({
        href: `/organiser/events/new?template=${name}`,
        text: eventTemplates[name].name,
        current: name === at ? 'page' : undefined,
      }))}
      small
    />
  </>
)

const Fields = {
  what: WhatFields,
  programme: ProgrammeFields,
  booking: BookingFields,
  words: WordsFields,
} as const

/** One of the forms of an event. Every button sends all of it. London times. */
export const EventForm = ({ step, event, id, values, vocabulary, calendar, problems = {}, sent = {}, waitedFor = 0 }: EventFormProps) => {
  const { capacity } = eventFacts
  const hint = `Schools wait for ${counted(waitedFor, 'place')}. As soon as you save more places, they are offered to those schools by email, in their turn.`
  const fields = showSettings({ ...eventFacts, capacity: waitedFor > 0 ? { ...capacity, hint } : capacity }, values, problems)
  const alone = isAlone(values)
  const Shown = Fields[step]
  const along = sentOfEvent(sent).filter(([name]) => !asks(step, name, alone) && !(name in problems))
  const wrong = (Object.keys(eventFacts) as (keyof typeof eventFacts)[]).filter((name) => name in problems && !asks(step, name, alone))
  const days = [...values.sessions, ...values.breaks].flatMap(({ date }) => dayTyped(date) ?? []).toSorted()
  // A stored event has its weekday at the top of the page.
  const weekdays = event ? '' : listed([...new Set(days)].map(sayLongDay))
  const goesOn = event === undefined || (event.isDraft && step !== 'words')
  return (
    <Page wide={step === 'programme'}>
      <ErrorSummary problems={problems} />
      <Title>{event ? editSteps[step].title : 'Create an event'}</Title>
      {event ? <Steps code={event.code} at={step} /> : <Templates at={templateIn(sent)} />}
      <form method="post" action={event ? pathOfStep(event.code, step) : '/organiser/events/new'} novalidate id="event-form">
        {/* Enter presses the first button, which would otherwise be "Remove session 1". */}
        <button type="submit" name="do" value={goesOn ? 'next' : 'save'} class="govuk-visually-hidden" tabindex={-1}>
          Save
        </button>
        {event ? <input type="hidden" name="version" value={String(event.version)} /> : null}
        {id === undefined ? null : <input type="hidden" name="id" value={id} />}
        <Hidden sent={along} />
        {wrong.map((name) => fields[name])}
        <Shown
          code={event?.code}
          values={values}
          vocabulary={vocabulary}
          daysOff={sayDaysOff(days, calendar) || weekdays}
          problems={problems}
          fields={fields}
        />
        <div class="govuk-button-group">
          {goesOn ? (
            <Button name="do" value="next">
              Save and continue
            </Button>
          ) : null}
          <Button name="do" value="save" {...(goesOn ? { kind: 'secondary' } : {})}>
            {goesOn ? 'Save and see the event' : 'Save'}
          </Button>
        </div>
      </form>
    </Page>
  )
}

const Hidden = ({ sent }: { sent: readonly (readonly [name: string, value: string])[] }) => (
  <>
    {sent.map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}
  </>
)

/** Hidden fields with what was sent, for a confirm page. */
export const HiddenValues = ({ sent, version }: { sent: Body; version: number }) => (
  <Hidden sent={[...sentOfEvent(sent), ['version', String(version)]]} />
)
