import { Button, Choices, DayField, type Problems, Select, TextArea, TextField } from '#base/web/field.tsx'
import { ErrorSummary, Heading, Link, P, Page, Title } from '#base/web/page-parts.tsx'
import { purposes } from '#events/events/event.ts'
import { purposeWords } from '#events/events/views/words.tsx'
import type { RecordedEvent, RecordedPlace } from '../correction.ts'
import type { CorrectionValues } from '../forms.ts'

const Why = ({ value, problems }: { value: string | undefined; problems: Problems | undefined }) => (
  <TextArea
    name="reason"
    label="Why is it corrected?"
    hint="The second person, whoever booked and whoever reads coverage read this. Name nobody."
    value={value}
    problems={problems}
    rows={3}
  />
)

const Waits = ({ id }: { id: string }) => (
  <P>
    <Link href={`/organiser/proposals/${id}`}>A correction waits for a second person</Link>. It is decided before another can be proposed.
  </P>
)

const SecondPerson = () => (
  <P>
    A closed register stands. Nothing changes until a second person of the council approves this; then certificates are replaced, whoever
    booked is told, and coverage names the correction.
  </P>
)

type CorrectEventPageProps = {
  event: RecordedEvent
  topics: readonly { id: string; label: string }[]
  values: CorrectionValues
  problems?: Problems | undefined
  /** The id of one that waits for a second person. */
  waits: string | undefined
}

export const CorrectEventPage = ({ event: { code, record }, topics, values, problems, waits }: CorrectEventPageProps) => (
  <Page>
    <ErrorSummary problems={problems} />
    <span class="govuk-caption-l">{record.title}</span>
    <Title>Correct the record</Title>
    <SecondPerson />
    {waits ? (
      <Waits id={waits} />
    ) : (
      <form method="post" action={`/organiser/events/${code}/correction`} novalidate>
        <TextField name="title" label="Title" value={values['title']} problems={problems} />
        <Select
          name="topicId"
          label="Topic"
          value={values['topicId']}
          problems={problems}
          options={topics.map(({ id, label }) => ({ value: id, text: label }))}
        />
        <Choices
          type="radios"
          inline
          name="purpose"
          label="Purpose"
          values={values['purpose'] ? [values['purpose']] : []}
          problems={problems}
          options={purposes.map((purpose) => ({ value: purpose, text: purposeWords[purpose] }))}
        />
        <TextField name="hours" label="Hours of training" width={5} value={values['hours']} problems={problems} />
        <TextField name="level" label="Level" value={values['level']} problems={problems} />
        <TextField name="provider" label="Provider" value={values['provider']} problems={problems} />
        {record.sessions.map((session, index) => (
          <>
            <Heading>{record.sessions.length === 1 ? 'When it was' : session.title || `Session ${index + 1}`}</Heading>
            <TextField
              name={`session-${index + 1}-title`}
              label="Name of the session"
              value={values[`session-${index + 1}-title`]}
              problems={problems}
            />
            <DayField name={`session-${index + 1}-date`} label="Day" value={values[`session-${index + 1}-date`]} problems={problems} />
            <TextField
              name={`session-${index + 1}-start`}
              label="Began at"
              width={5}
              value={values[`session-${index + 1}-start`]}
              problems={problems}
            />
            <TextField
              name={`session-${index + 1}-end`}
              label="Ended at"
              width={5}
              value={values[`session-${index + 1}-end`]}
              problems={problems}
            />
          </>
        ))}
        <Why value={values['reason']} problems={problems} />
        <Button>Propose the correction</Button>
      </form>
    )}
  </Page>
)

type CorrectRepresentedPageProps = {
  code: string
  place: RecordedPlace
  typed: { stay: readonly string[]; more: string; reason: string }
  problems?: Problems | undefined
  waits: string | undefined
}

export const CorrectRepresentedPage = ({ code, place, typed, problems, waits }: CorrectRepresentedPageProps) => (
  <Page>
    <ErrorSummary problems={problems} />
    <span class="govuk-caption-l">{place.title}</span>
    <Title>Correct whom a delegate represented</Title>
    <SecondPerson />
    {waits ? (
      <Waits id={waits} />
    ) : (
      <form method="post" action={`/organiser/events/${code}/correction/${place.placeId}`} novalidate>
        {place.represents.length === 0 ? null : (
          <Choices
            type="checkboxes"
            name="stay"
            label="Schools that they represented"
            values={[...typed.stay]}
            problems={problems}
            options={place.represents.map(({ id, name }) => ({ value: id, text: name }))}
          />
        )}
        <TextField
          name="more"
          label="Other schools, by their numbers (URN)"
          hint="Several with blanks between them."
          value={typed.more}
          problems={problems}
        />
        <Why value={typed.reason} problems={problems} />
        <Button>Propose the correction</Button>
      </form>
    )}
  </Page>
)
