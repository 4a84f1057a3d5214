import { Button, TextField } from '#base/web/field.tsx'
import { form, showFields, type Texts } from '#base/web/fields.tsx'
import { text } from '#base/web/form.ts'
import { Link, P, Page, Title } from '#base/web/page-parts.tsx'
import type { Typed } from '#base/web/press.tsx'
import { type SchoolOption, schoolLabel } from '#schools/schools/school.ts'
import type { SchoolChoices } from '#schools/schools/school-choice.ts'
import { SchoolField } from '#schools/schools/views.tsx'
import { listFields, personForm, type RoleChoice } from '../forms.ts'
import { type PersonOnRegister, personName, type SessionOfRegister } from '../register.ts'
import { type RegisterView, registerPath } from '../register-path.ts'
import { ReasonFields } from './change.tsx'

type WalkInFieldsProps = Typed & { session: SessionOfRegister; walkInId: string; schools: SchoolChoices; roles: readonly RoleChoice[] }

export const WalkInFields = ({ session, walkInId, schools, roles, body, problems }: WalkInFieldsProps) => (
  <>
    <input type="hidden" name="walkIn" value={walkInId} />
    {/* Enter in a text field presses the first button of a form. */}
    <button type="submit" class="govuk-visually-hidden" tabindex={-1}>
      Add and mark as attended
    </button>
    {Object.values(showFields(personForm(roles), body as Texts, problems))}
    <SchoolField
      name="schoolId"
      label="School or organisation"
      schools={schools}
      value={text(body, 'schoolId')}
      problems={{ ...schools.finding?.problems, ...problems }}
    />
    <TextField
      name="organisation"
      label="Not on the list, or not sure: what they said"
      hint="Leave the school above empty. You can match it later."
      value={text(body, 'organisation')}
      problems={problems}
    />
    {session.signOff ? <ReasonFields body={body} problems={problems} /> : null}
  </>
)

type ListFieldsProps = Omit<WalkInFieldsProps, 'walkInId'>

export const ListFields = ({ session, schools, roles, body, problems }: ListFieldsProps) => (
  <>
    <SchoolField
      name="schoolId"
      label="School"
      schools={schools}
      value={text(body, 'schoolId')}
      problems={{ ...schools.finding?.problems, ...problems }}
    />
    {Object.values(showFields(form(listFields(roles)), body as Texts, problems))}
    {session.signOff ? <ReasonFields body={body} problems={problems} /> : null}
  </>
)

export const NowAndSaid = ({ person }: { person: PersonOnRegister }) => (
  <>
    {person.school ? <P>Now: {schoolLabel(person.school)}</P> : null}
    {person.organisation ? <P>They said: {person.organisation}</P> : null}
  </>
)

export const MatchFields = ({ schools, body, problems }: Typed & { schools: SchoolChoices }) => (
  <SchoolField
    name="schoolId"
    label="School or organisation"
    schools={schools}
    value={text(body, 'schoolId')}
    problems={{ ...schools.finding?.problems, ...problems }}
  />
)

type ConfirmMatchPageProps = {
  person: PersonOnRegister
  session: SessionOfRegister
  view: RegisterView
  school: SchoolOption
}

export const ConfirmMatchPage = ({ person, session, view, school }: ConfirmMatchPageProps) => (
  <Page>
    <Title>Change the school of {personName(person)}</Title>
    <P>
      From {person.school ? schoolLabel(person.school) : 'none'} to <strong>{schoolLabel(school)}</strong>. The coverage report will count
      them for the new school. The change is logged.
    </P>
    <form method="post" action={registerPath(session.id, view, `/people/${person.id}/school`)}>
      <input type="hidden" name="seen" value={person.school?.id ?? ''} />
      <input type="hidden" name="schoolId" value={school.id} />
      <input type="hidden" name="confirmed" value="yes" />
      <div class="muster-actions">
        <Button>Change the school</Button>
        <Link href={`${registerPath(session.id, view)}#p-${person.id}`}>Leave it as it is</Link>
      </div>
    </form>
  </Page>
)
