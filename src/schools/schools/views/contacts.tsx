import { Button, type Problems, Select, TextField } from '#base/web/field.tsx'
import { ErrorSummary, P, Title } from '#base/web/page-parts.tsx'
import type { RoleOption } from '../contact.ts'
import { type SchoolName, schoolLabel } from '../school.ts'

type NewContactPageProps = {
  school: SchoolName
  roles: readonly RoleOption[]
  values: Record<string, string>
  problems?: Problems | undefined
}

export const NewContactPage = ({ school, roles, values, problems }: NewContactPageProps) => {
  const field = (name: string) => ({ name, value: values[name], problems })
  return (
    <>
      <ErrorSummary problems={problems} />
      <Title>
        Add a contact
        <span class="govuk-caption-l">{schoolLabel(school)}</span>
      </Title>
      <P>Someone who signs in with an address that the council holds for a school may act for it without waiting.</P>
      <form method="post" novalidate>
        <TextField {...field('email')} label="Email address" type="email" autocomplete="off" />
        <TextField {...field('name')} label="Name (optional)" autocomplete="off" hint="Leave empty for a shared address" />
        <Select
          {...field('roleId')}
          label="Role (optional)"
          options={[{ value: '', text: 'Not known' }, ...roles.map((role) => ({ value: role.id, text: role.label }))]}
        />
        <TextField {...field('telephone')} label="Telephone (optional)" type="tel" autocomplete="off" width={20} />
        <TextField {...field('source')} label="Where do you know it from?" hint="For example: telephone call with the school office" />
        <Button>Add contact</Button>
      </form>
    </>
  )
}
