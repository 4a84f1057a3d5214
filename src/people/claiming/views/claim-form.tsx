import type { Child } from 'hono/jsx'
import { Button, type Problems, Select, TextField } from '#base/web/field.tsx'
import { ErrorSummary, Link, P, Page, Title } from '#base/web/page-parts.tsx'
import type { SchoolChoices } from '#schools/schools/school-choice.ts'
import { SchoolField } from '#schools/schools/views.tsx'

type ClaimFormValues = {
  schoolId?: string | undefined
  trustUid?: string | undefined
  name?: string | undefined
  roleId?: string | undefined
}

type Common = {
  roles: readonly { id: string; label: string }[]
  values: ClaimFormValues
  /** For a shared mailbox: who said they are using it. */
  fixedName: string | undefined
  problems?: Problems | undefined
}

export type AskingProps = Common & { choices: SchoolChoices }

/** From a shared mailbox, who asks. @param page of this form, to return to */
export const AsksAs = ({ name, page }: { name: string; page: string }) => (
  <P>
    You ask as <strong>{name}</strong>. <Link href={`/account/who?next=${page}`}>Not you?</Link>
  </P>
)

type WhoAsksProps = Pick<Common, 'values' | 'fixedName' | 'problems'> & { page?: string | undefined }

/** `page`: as of `AsksAs`. */
export const WhoAsks = ({ values, fixedName, problems, page = '/school/claims/new' }: WhoAsksProps) =>
  fixedName ? (
    <AsksAs name={fixedName} page={page} />
  ) : (
    <TextField name="name" label="Your name" autocomplete="name" value={values.name} problems={problems} />
  )

/** The school somebody works at, or a link for unlisted settings. */
export const SchoolAsked = (props: {
  name: string
  schools: SchoolChoices
  value: string | undefined
  problems?: Problems | undefined
}) => (
  <SchoolField
    {...props}
    label="School or organisation"
    hint={
      <>
        Type a part of its name, its town, URN or postcode. <Link href="/school/claims/unlisted">My setting is not listed</Link>
      </>
    }
  />
)

type RoleProps = Pick<Common, 'roles' | 'values' | 'problems'> & { label: string }

export const RoleAsked = ({ label, roles, values, problems }: RoleProps) => (
  <Select
    name="roleId"
    label={label}
    value={values.roleId ?? ''}
    options={[{ value: '', text: 'Choose one' }, ...roles.map((role) => ({ value: role.id, text: role.label }))]}
    problems={problems}
  />
)

const AskingForm = ({ action, at, field, ...rest }: Common & { action: string; at: 'school' | 'trust'; field: Child }) => (
  <form method="post" action={action} novalidate>
    {/* Enter in a text field presses the first button of a form. */}
    <button type="submit" class="govuk-visually-hidden" tabindex={-1}>
      Send
    </button>
    {field}
    <WhoAsks {...rest} />
    <RoleAsked label={`Your role at the ${at}`} {...rest} />
    <Button>Send</Button>
  </form>
)

export const ClaimFormPage = ({ choices, ...rest }: AskingProps) => (
  <Page>
    <ErrorSummary problems={rest.problems} />
    <Title>Ask to act for a school</Title>
    <P>
      Whoever acts for a school books its places and sees who of its staff is coming. If the council holds your very address for the school,
      you can go on at once. Otherwise somebody confirms you first: the school’s own mailbox, which we send a question, a colleague who
      approves others, or the council. You get an email then. Meanwhile you can ask for places: you keep your turn from the moment you ask.
    </P>
    <AskingForm
      {...rest}
      action="/school/claims"
      at="school"
      field={<SchoolAsked name="schoolId" schools={choices} value={rest.values.schoolId} problems={rest.problems} />}
    />
    <P>
      Do you work for a trust? <Link href="/school/claims/new?for=trust">Ask to act for all its schools</Link>
    </P>
  </Page>
)

export const TrustFormPage = ({ choices, ...rest }: AskingProps) => (
  <Page>
    <ErrorSummary problems={rest.problems} />
    <Title>Ask to act for a trust</Title>
    <P>
      Whoever acts for a trust books for each of its schools, also those in another county, and approves colleagues there. The council looks
      at your request first, and you get an email when it has been decided.
    </P>
    {choices.all?.length === 0 ? (
      <p class="govuk-inset-text">The register names no trust with a school here.</p>
    ) : (
      <AskingForm
        {...rest}
        action="/school/claims/trust"
        at="trust"
        field={
          <SchoolField
            name="trustUid"
            label="Trust"
            hint={
              choices.all
                ? 'Trusts with a school in this area. If yours is not in the list, contact the council'
                : 'Type a part of its name. It has a school in this area: if you do not find yours, contact the council'
            }
            schools={choices}
            sought="trust"
            value={rest.values.trustUid}
            problems={rest.problems}
          />
        }
      />
    )}
  </Page>
)
