import { Button, type Problems, TextField } from '#base/web/field.tsx'
import { showFields } from '#base/web/fields.tsx'
import { Caption, ErrorSummary, Link, P, Page, Title } from '#base/web/page-parts.tsx'
import { type SchoolOption, schoolLabel } from '#schools/schools/school.ts'
import type { SchoolChoices } from '#schools/schools/school-choice.ts'
import { SchoolField } from '#schools/schools/views.tsx'
import { personForm } from '../forms.ts'
import { type PersonOnRegister, personName, registerTitle, type SessionOfRegister } from '../register.ts'
import { type RegisterView, registerPath } from '../register-path.ts'
import { ReasonFields } from './change.tsx'

type WalkInValues = {
  name: string
  email: string
  roleId: string
  schoolId: string
  organisation: string
  reasonChoice?: string | undefined
  reason: string
}

type WalkInPageProps = {
  session: SessionOfRegister
  view: RegisterView
  walkInId: string
  schools: SchoolChoices
  roles: readonly { id: string; label: string }[]
  values: WalkInValues
  problems?: Problems | undefined
}

export const WalkInPage = ({ session, view, walkInId, schools, roles, values, problems }: WalkInPageProps) => (
  <Page>
    <ErrorSummary problems={problems} />
    <Caption>{registerTitle(session)}</Caption>
    <Title>Add someone who is not on the list</Title>
    <P>They are marked as attended at once.</P>
    <form method="post" action={registerPath(session.id, view, '/walk-ins')} novalidate>
      <input type="hidden" name="walkIn" value={walkInId} />
      {/* Enter in a text field presses the first button of a form. */}
      <button type="submit" class="govuk-visually-hidden" tabindex={-1}>
        Add and mark as attended
      </button>
      {Object.values(showFields(personForm(roles), values, problems))}
      <SchoolField name="schoolId" label="School or organisation" schools={schools} value={values.schoolId} problems={problems} />
      <TextField
        name="organisation"
        label="Not on the list, or not sure: what they said"
        hint="Leave the school above empty. It can be matched to a school later."
        value={values.organisation}
        problems={problems}
      />
      {session.signOff ? <ReasonFields choice={values.reasonChoice} reason={values.reason} problems={problems} /> : null}
      <Button>Add and mark as attended</Button>
    </form>
  </Page>
)

type MatchPageProps = {
  person: PersonOnRegister
  session: SessionOfRegister
  view: RegisterView
  schools: SchoolChoices
  value: string
  problems?: Problems | undefined
}

export const MatchPage = ({ person, session, view, schools, value, problems }: MatchPageProps) => (
  <Page>
    <ErrorSummary problems={problems} />
    <Caption>{registerTitle(session)}</Caption>
    <Title>Which school does {personName(person)} come from?</Title>
    {person.school ? <P>Now: {schoolLabel(person.school)}</P> : null}
    {person.organisation ? <P>They said: {person.organisation}</P> : null}
    <form method="post" action={registerPath(session.id, view, `/people/${person.id}/school`)} novalidate>
      {person.school ? <input type="hidden" name="seen" value={person.school.id} /> : null}
      <SchoolField name="schoolId" label="School or organisation" schools={schools} value={value} problems={problems} />
      <Button>{person.school ? 'Continue' : 'Match'}</Button>
    </form>
  </Page>
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
