import type { Child } from 'hono/jsx'
import { Button, DayField, type Problems, Select } from '#base/web/field.tsx'
import { ErrorSummary, Link, P, Page, SummaryList, Title } from '#base/web/page-parts.tsx'
import type { RoleOption } from '#schools/schools/contact.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import type { RoleChoices, RoleHeld } from '../person.ts'
import { RolesTable } from './record.tsx'

/** Roles with links to change and add; `base` is the list's address. */
export const RoleListPage = ({
  heading,
  caption,
  about,
  roles,
  base,
  who,
  empty,
  pairs,
}: {
  heading: string
  caption?: string | undefined
  about: Child
  roles: readonly RoleHeld[]
  base: string
  who?: boolean
  empty: string
  /** How many pairs of a school's people may be one. */
  pairs: number
}) => {
  const [now, ended] = [roles.filter((role) => !role.toDate), roles.filter((role) => role.toDate)]
  return (
    <>
      <Title>
        {heading}
        {caption ? <span class="govuk-caption-l">{caption}</span> : null}
      </Title>
      <P>{about}</P>
      <p class="govuk-body muster-no-print">
        <Link href={`${base}/new`}>Add a role</Link>
      </p>
      {pairs > 0 ? (
        <p class="govuk-body muster-no-print">
          <Link href={`${base}/pairs`}>
            {pairs === 1 ? 'Two records may be of one person: is it one?' : `${pairs} pairs of records may be of one person: is each one?`}
          </Link>
        </p>
      ) : null}
      {now.length > 0 ? <RolesTable roles={now} caption="Roles held now" change={base} {...(who ? { who } : {})} /> : <P>{empty}</P>}
      {ended.length > 0 ? <RolesTable roles={ended} caption="Roles that ended" change={base} {...(who ? { who } : {})} /> : null}
    </>
  )
}

const DateFields = ({ values, problems }: { values: Record<string, string>; problems: Problems | undefined }) => (
  <>
    <DayField
      name="fromDate"
      label="First day (optional)"
      hint="Leave empty when it is not known"
      value={values['fromDate']}
      problems={problems}
    />
    <DayField
      name="toDate"
      label="Ended on (optional)"
      hint="The first day on which the role is no longer held. Leave empty while it is held"
      value={values['toDate']}
      problems={problems}
    />
  </>
)

const stays =
  'What was recorded at events stays as it was then. Whether somebody may book for the school is a separate matter and does not change.'

export const ChangeRolePage = ({
  role,
  values,
  problems,
  who,
}: {
  role: RoleHeld
  values: Record<string, string>
  problems?: Problems | undefined
  who: boolean
}) => (
  <Page>
    <ErrorSummary problems={problems} />
    <Title>End or change a role</Title>
    <SummaryList
      rows={[
        ['Person', who ? (role.personName ?? '') : undefined],
        ['Role', role.role],
        ['School', schoolLabel(role.school)],
      ]}
    />
    <P>{stays} What was said before is kept in the history.</P>
    <form method="post" novalidate>
      <DateFields values={values} problems={problems} />
      <Button>Save the dates</Button>
    </form>
  </Page>
)

export const AddRolePage = ({
  choices,
  roles,
  values,
  problems,
  who,
}: {
  choices: RoleChoices
  roles: readonly RoleOption[]
  values: Record<string, string>
  problems?: Problems | undefined
  who: boolean
}) => {
  const choose = (options: readonly { value: string; text: string }[]) =>
    options.length === 1 ? options : [{ value: '', text: 'Choose' }, ...options]
  const people = choices.people.map((person) => ({ value: person.id, text: person.name }))
  return (
    <Page>
      <ErrorSummary problems={problems} />
      <Title>Add a role</Title>
      {choices.schools.length === 0 ? (
        <P>
          We know of no school where you work. <Link href="/school/claims/new">Ask to act for your school</Link> first: the role that you
          give there is put on your record.
        </P>
      ) : people.length === 0 ? (
        <P>Nobody of this school is known yet. People become known when they are booked on an event.</P>
      ) : (
        <form method="post" novalidate>
          {who ? (
            <Select name="personId" label="Person" value={values['personId']} options={choose(people)} problems={problems} />
          ) : (
            <input type="hidden" name="personId" value={people[0]?.value} />
          )}
          <Select
            name="schoolId"
            label="School"
            value={values['schoolId']}
            options={choose(choices.schools.map((school) => ({ value: school.id, text: schoolLabel(school) })))}
            problems={problems}
          />
          <Select
            name="roleId"
            label="Role"
            value={values['roleId']}
            options={choose(roles.map((role) => ({ value: role.id, text: role.label })))}
            problems={problems}
          />
          <DateFields values={values} problems={problems} />
          <Button>Add the role</Button>
        </form>
      )}
    </Page>
  )
}
