import type { Child } from 'hono/jsx'
import { type Problems, Select, TextField } from '#base/web/field.tsx'
import { text, typedOf } from '#base/web/form.ts'
import { Link, P } from '#base/web/page-parts.tsx'
import type { Typed } from '#base/web/press.tsx'
import type { SchoolChoices } from '#schools/schools/school-choice.ts'
import { SchoolField } from '#schools/schools/views.tsx'

type ClaimFormValues = {
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

export type AskingProps = Pick<Common, 'roles' | 'fixedName'> & { choices: SchoolChoices }

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

type AskingFieldsProps = Pick<Common, 'roles' | 'fixedName'> & Typed & { at: 'school' | 'trust'; children?: Child }

/** @param children the field of what is asked for */
export const AskingFields = ({ roles, fixedName, body, problems, at, children }: AskingFieldsProps) => {
  const values = typedOf(body, ['name', 'roleId'])
  return (
    <>
      {/* Enter in a text field presses the first button of a form. */}
      <button type="submit" class="govuk-visually-hidden" tabindex={-1}>
        Send
      </button>
      {children}
      <WhoAsks values={values} fixedName={fixedName} problems={problems} />
      <RoleAsked label={`Your role at the ${at}`} roles={roles} values={values} problems={problems} />
    </>
  )
}

export const TrustAsked = ({ trusts, body, problems }: Typed & { trusts: SchoolChoices }) => (
  <SchoolField
    name="trustUid"
    label="Trust"
    hint={
      trusts.all
        ? 'Trusts with a school in this area. If yours is not in the list, contact the council'
        : 'Type a part of its name. It has a school in this area: if you do not find yours, contact the council'
    }
    schools={trusts}
    sought="trust"
    value={text(body, 'trustUid')}
    problems={{ ...trusts.finding?.problems, ...problems }}
  />
)

export const AboutSchools = ({ children }: { children?: Child }) => (
  <>
    <P>
      Whoever acts for a school books its places and sees who of its staff is coming. If the council holds your very address for the school,
      you can go on at once. Otherwise somebody confirms you first: the school’s own mailbox, which we send a question, a colleague who
      approves others, or the council. You get an email then. Meanwhile you can ask for places: you keep your turn from the moment you ask.
    </P>
    {children}
    <P>
      Do you work for a trust? <Link href="/school/claims/new?for=trust">Ask to book for all its schools</Link>
    </P>
  </>
)

export const NoTrusts = () => <p class="govuk-inset-text">The register names no trust with a school here.</p>

export const AboutTrusts = ({ children }: { children?: Child }) => (
  <>
    <P>
      Whoever acts for a trust books for each of its schools, also those in another county, and approves colleagues there. The council looks
      at your request first, and you get an email when it has been decided.
    </P>
    {children}
  </>
)
