import { Button, type Problems } from '#base/web/field.tsx'
import { ErrorSummary, P, Page, Title } from '#base/web/page-parts.tsx'
import { schoolLabel } from '#schools/schools/school.ts'
import { type PersonOnRegister, registerTitle, type SessionOfRegister } from '../register.ts'
import { type RegisterView, registerPath } from '../register-path.ts'
import { PersonFields } from './person-fields.tsx'

type NamePageProps = {
  person: PersonOnRegister
  session: SessionOfRegister
  view: RegisterView
  roles: readonly { id: string; label: string }[]
  values: { name: string; email: string; roleId: string }
  problems?: Problems | undefined
}

/** Who came on an unnamed place. */
export const NamePage = ({ person, session, view, roles, values, problems }: NamePageProps) => (
  <Page>
    <ErrorSummary problems={problems} />
    <span class="govuk-caption-l">{registerTitle(session)}</span>
    <Title>Who came{person.school ? ` for ${schoolLabel(person.school)}` : ''}?</Title>
    <P>The school has a place here without a name. Name the person who came on it, then mark them on the register.</P>
    <form method="post" action={registerPath(session.id, view, `/people/${person.id}/name`)} novalidate>
      <PersonFields roles={roles} values={values} problems={problems} />
      <Button>Save the name</Button>
    </form>
  </Page>
)
