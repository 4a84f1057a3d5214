import { Button, type Problems, Select, TextField } from '#base/web/field.tsx'
import { ErrorSummary, Link, P, Page, Title } from '#base/web/page-parts.tsx'
import type { SchoolChoices } from '#schools/schools/school-choice.ts'
import { SchoolField } from '#schools/schools/views.tsx'
import type { AskMailboxReason } from '../ask-mailbox.ts'
import { askMailboxRefusals } from './refusals.tsx'

export type ClaimFormValues = {
  schoolId?: string | undefined
  trustUid?: string | undefined
  name?: string | undefined
  roleId?: string | undefined
}

export type Common = {
  roles: readonly { id: string; label: string }[]
  values: ClaimFormValues
  /** For a shared mailbox: who said they are using it. */
  fixedName: string | undefined
  problems?: Problems | undefined
}

/** `page`: this form's, to return to after saying it is somebody else. */
export const WhoAsks = ({
  values,
  fixedName,
  problems,
  page = '/school/claims/new',
}: Pick<Common, 'values' | 'fixedName' | 'problems'> & { page?: string | undefined }) =>
  fixedName ? (
    <P>
      You ask as <strong>{fixedName}</strong>. <Link href={`/account/who?next=${page}`}>Not you?</Link>
    </P>
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

export const RoleAsked = ({
  label,
  hint,
  roles,
  values,
  problems,
}: Pick<Common, 'roles' | 'values' | 'problems'> & { label: string; hint?: string }) => (
  <Select
    name="roleId"
    label={label}
    hint={hint}
    value={values.roleId ?? ''}
    options={[{ value: '', text: 'Choose one' }, ...roles.map((role) => ({ value: role.id, text: role.label }))]}
    problems={problems}
  />
)

export const ClaimFormPage = ({ schools, ...rest }: Common & { schools: SchoolChoices }) => (
  <Page>
    <ErrorSummary problems={rest.problems} />
    <Title>Ask to act for a school</Title>
    <P>
      Whoever acts for a school books its places and sees who of its staff is coming. If the council holds your very address for the school,
      you can go on at once. Otherwise somebody confirms you first: the school’s own mailbox, which we send a question, a colleague who
      approves others, or the council. You get an email then. Meanwhile you can ask for places: you keep your turn from the moment you ask.
    </P>
    <form method="post" action="/school/claims" novalidate>
      {/* Enter in a text field presses the first button of a form. */}
      <button type="submit" class="govuk-visually-hidden" tabindex={-1}>
        Send
      </button>
      <SchoolAsked name="schoolId" schools={schools} value={rest.values.schoolId} problems={rest.problems} />
      <WhoAsks {...rest} />
      <RoleAsked label="Your role at the school" {...rest} />
      <Button>Send</Button>
    </form>
    <P>
      Do you work for a trust? <Link href="/school/claims/new?for=trust">Ask to act for all its schools</Link>
    </P>
  </Page>
)

export const TrustFormPage = ({ trusts, ...rest }: Common & { trusts: SchoolChoices }) => (
  <Page>
    <ErrorSummary problems={rest.problems} />
    <Title>Ask to act for a trust</Title>
    <P>
      Whoever acts for a trust books for each of its schools, also those in another county, and approves colleagues there. The council looks
      at your request first, and you get an email when it has been decided.
    </P>
    {trusts.all?.length === 0 ? (
      <p class="govuk-inset-text">The register names no trust with a school here.</p>
    ) : (
      <form method="post" action="/school/claims/trust" novalidate>
        {/* Enter in a text field presses the first button of a form. */}
        <button type="submit" class="govuk-visually-hidden" tabindex={-1}>
          Send
        </button>
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
          value={rest.values.trustUid}
          problems={rest.problems}
        />
        <WhoAsks {...rest} />
        <RoleAsked label="Your role at the trust" {...rest} />
        <Button>Send</Button>
      </form>
    )}
  </Page>
)

/** Why asking the mailbox again was refused. */
/** @param again when it can be asked again, in words, if that is the only obstacle */
export const MailboxNotAskedPage = ({
  reason,
  again,
}: {
  reason: Exclude<AskMailboxReason, 'no_such_claim'> | 'link_not_yet'
  again: string
}) => (
  <Page>
    <Title>Nothing was sent</Title>
    <p class="govuk-body-l">
      {reason === 'link_not_yet'
        ? `The school’s mailbox has been asked often enough: nothing was sent. You can have it asked again ${again}.`
        : askMailboxRefusals[reason]}
    </p>
  </Page>
)
