import { Details, Heading, Link, P } from '#base/web/page-parts.tsx'
import { calendarParts } from '../calendar-forms.ts'
import { CalendarFields } from './calendar-fields.tsx'
import type { FieldsProps } from './step-fields.tsx'

export const WordsFields = ({ code, values, vocabulary, problems, fields }: FieldsProps) => (
  <>
    {fields.description}
    {fields.purpose}
    <div class="muster-fields">
      {fields.level}
      {fields.provider}
    </div>
    <Heading>Contact</Heading>
    <P>Shown to everyone on the event’s page; replies to messages about the event go to this email address.</P>
    <div class="muster-fields">
      {fields.contactName}
      {fields.contactEmail}
      {fields.contactTelephone}
    </div>
    <Details summary="In people’s calendars" open={calendarParts.some((name) => name in problems)}>
      <CalendarFields values={values} vocabulary={vocabulary} problems={problems} />
    </Details>
    <P>
      Also: <Link href={`/organiser/events/${code}/questions`}>questions to those who book</Link>,{' '}
      <Link href={`/organiser/events/${code}/requirements`}>what it counts as</Link>,{' '}
      <Link href={`/organiser/events/${code}/materials`}>materials</Link>.
    </P>
  </>
)
