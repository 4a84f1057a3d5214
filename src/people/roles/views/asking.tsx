import { Button, Choices, type Problems, Select, TextField } from '#base/web/field.tsx'
import { Details, ErrorSummary, Heading, Link, P, Title } from '#base/web/page-parts.tsx'
import { reachPath } from '#people/notices/views.tsx'
import { type Asking, type AskingTerms, askingSaid, confirmationSaid, months, termsSaid } from '../asked.ts'
import type { Confirmation } from '../school-roles.ts'

type Typed = { day: string; month: string; dueDays: string; leaving: readonly string[]; contact: string }

export const typedTerms = (terms: AskingTerms): Typed => ({
  day: String(Number(terms.opens.slice(3))),
  month: String(Number(terms.opens.slice(0, 2))),
  dueDays: String(terms.dueDays),
  leaving: terms.leaving,
  contact: terms.contact ? 'yes' : '',
})

/** How schools are asked of their roles, as sentences, and the form that changes it. */
export const AskingTermsPage = ({
  terms,
  roles,
  typed,
  problems,
}: {
  terms: AskingTerms
  roles: readonly { id: string; label: string }[]
  typed: Typed
  problems?: Problems | undefined
}) => (
  <>
    <ErrorSummary problems={problems} />
    <Title>When schools are asked of their roles</Title>
    <ul class="govuk-list govuk-list--bullet">
      {termsSaid(terms, new Map(roles.map(({ id, label }) => [id, label]))).map((sentence) => (
        <li>{sentence}</li>
      ))}
    </ul>
    <P>School working days are those of the council’s term dates. A school at which nobody could answer is not asked until somebody can.</P>
    <Heading>Change it</Heading>
    <P>It holds from now on. What schools were asked already, and by when, stays as it was.</P>
    <form method="post" novalidate>
      <TextField name="day" label="Day on which the asking opens" value={typed.day} problems={problems} width={2} inputmode="numeric" />
      <Select name="month" label="Month" value={typed.month} problems={problems} options={months} />
      <TextField
        name="dueDays"
        label="School working days in which an answer is due"
        value={typed.dueDays}
        problems={problems}
        width={2}
        inputmode="numeric"
      />
      <Choices
        name="leaving"
        label="Ask a school anew when somebody has left one of these roles"
        type="checkboxes"
        small
        values={typed.leaving}
        options={roles.map(({ id, label }) => ({ value: id, text: label }))}
      />
      <Choices
        name="contact"
        label="Contacts"
        type="checkboxes"
        small
        values={[typed.contact]}
        options={[{ value: 'yes', text: 'Ask a school anew of all its roles when one of its contacts has left' }]}
      />
      <Button>Save</Button>
    </form>
  </>
)

/** When a school was asked, and when it confirmed. */
export const AskingHistory = ({
  askings,
  confirmations,
  reached,
}: {
  askings: readonly Asking[]
  confirmations: readonly Confirmation[]
  /** Whoever reads it may see which schools were reached. */
  reached: boolean
}) =>
  askings.length + confirmations.length === 0 ? null : (
    <Details summary="When the school was asked, and when it confirmed">
      <ul class="govuk-list govuk-list--bullet">
        {[
          ...askings.map((one) => ({
            at: one.since,
            text: askingSaid(one),
            subjectId: reached && one.askedOn ? one.subjectId : undefined,
          })),
          ...confirmations.map((one) => ({ at: one.confirmedAt, text: confirmationSaid(one), subjectId: undefined })),
        ]
          .toSorted((a, b) => (a.at < b.at ? 1 : -1))
          .map(({ text, subjectId }) => (
            <li>
              {text} {subjectId ? <Link href={reachPath({ notice: 'roles', subjectId })}>Whether it was reached</Link> : null}
            </li>
          ))}
      </ul>
    </Details>
  )
