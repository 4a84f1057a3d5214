import { Choices, DayField, type Option, type Problems, TextField } from '#base/web/field.tsx'
import { Link } from '#base/web/page-parts.tsx'
import { listed } from '#base/words.ts'
import type { AskedPerson } from '#people/people/spelling.ts'
import { CarriedMeant, PersonQuestion } from '#people/people/views/person-question.tsx'
import { answerField } from '../forms.ts'
import { type AskedRole, type Holder, othersIn, sayConfirm } from '../school-roles.ts'

type Typed = Partial<Record<string, string>>

/** Where everybody who is proposed for a role at a school is confirmed; nothing where nobody is. */
export const ConfirmLink = ({ proposals, rolesAt }: { proposals: number; rolesAt: string }) =>
  proposals === 0 ? null : (
    <p class="govuk-body muster-no-print">
      <Link href={rolesAt}>{sayConfirm(proposals)}</Link>
    </p>
  )

/** What was typed, and whose record may be meant. */
export type Answers = { values: Typed; problems?: Problems | undefined; asked?: readonly AskedPerson[] | undefined }

type FieldsProps = Answers & { id: string }

const fieldOf = ({ id, values, problems }: FieldsProps, name: Parameters<typeof answerField>[0]) => {
  const field = answerField(name, id)
  return { name: field, value: values[field], problems }
}

type DayProps = { of: FieldsProps; name: Parameters<typeof answerField>[0]; label: string; hint?: string; filled?: string | null }

const Day = ({ of, name, label, hint, filled }: DayProps) => {
  const field = fieldOf(of, name)
  return <DayField {...field} value={field.value ?? filled ?? ''} label={label} hint={hint} />
}

const sinceWhen = { label: 'Since', hint: 'Leave it empty if you do not know' }

const Person = ({ of }: { of: FieldsProps }) => {
  const asked = of.asked?.find(({ at }) => at === of.id)
  return (
    <>
      {asked ? (
        <PersonQuestion {...asked} problems={of.problems} />
      ) : (
        <CarriedMeant row={{ meant: of.values[answerField('meant', of.id)] }} at={of.id} />
      )}
      <TextField {...fieldOf(of, 'name')} label="Their name" autocomplete="off" />
      <TextField
        {...fieldOf(of, 'email')}
        type="email"
        label="Their email address (optional)"
        hint="We tell them, and they can say that it is wrong"
        autocomplete="off"
      />
      <Day of={of} name="otherFrom" {...sinceWhen} />
    </>
  )
}

/** What becomes of those who hold a role of one person, or are proposed for it too. */
const Others = ({ of, held, rivals }: { of: FieldsProps; held: readonly Holder[]; rivals: readonly Holder[] }) => {
  const { value, ...field } = fieldOf(of, 'others')
  const names = (people: readonly Holder[]): string => listed(people.map(({ name }) => name))
  const are = (people: readonly Holder[]): string => (people.length === 1 ? 'is' : 'are')
  if (held.length + rivals.length === 0) return null
  return (
    <>
      <Choices
        {...field}
        type="radios"
        small
        label={
          held.length > 0
            ? `${names(held)} ${are(held)} confirmed in this role. Has that ended?`
            : `${names(rivals)} ${are(rivals)} proposed for it too`
        }
        hint="One person usually holds this role"
        values={[value ?? '']}
        options={[
          ...(held.length > 0 ? [{ value: 'ended', text: 'Yes, it has ended' }] : []),
          { value: 'both', text: held.length > 0 ? 'No, they hold it together' : 'They hold it together' },
        ]}
      />
      {held.length > 0 ? <Day of={of} name="othersLastDay" label="If it has ended: the last day" /> : null}
    </>
  )
}

const nobody = (of: FieldsProps): Option => ({
  value: 'nobody',
  text: 'Nobody at the moment',
  reveals: <Day of={of} name="vacantFrom" label="Vacant since" />,
})

const Question = ({ of, label, about, options }: { of: FieldsProps; label: string; about: string; options: readonly Option[] }) => {
  const { value, ...field } = fieldOf(of, 'answer')
  return (
    <Choices
      {...field}
      type="radios"
      small
      inline
      label={`${label} ${about}`}
      legendClass="govuk-visually-hidden"
      values={[value ?? '']}
      options={options}
    />
  )
}

/** Of a role as it stands: whether that is right, who it is instead, or that nobody holds it. */
export const RoleQuestion = ({ role, ...typed }: Answers & { role: AskedRole }) => {
  const of = { ...typed, id: role.id }
  const isSaid = role.holders.length > 0 || role.gap !== undefined
  return (
    <Question
      of={of}
      label={isSaid ? 'Is this right?' : 'Who holds it?'}
      about={role.label}
      options={[
        ...(isSaid ? [{ value: 'yes', text: 'Yes' }] : []),
        {
          value: 'other',
          text: !isSaid ? 'Somebody' : role.several && role.holders.length > 0 ? 'Add somebody' : 'Change',
          reveals: (
            <>
              <Person of={of} />
              <Others of={of} held={othersIn(role)} rivals={[]} />
            </>
          ),
        },
        ...(role.gap?.answer === 'vacant' ? [] : [nobody(of)]),
      ]}
    />
  )
}

type ProposalProps = Answers & { role: AskedRole; holder: Holder; rivals: readonly Holder[] }

/** Of somebody who is proposed: whether that is right, since when, and who else it is. */
export const ProposalQuestion = ({ role, holder, rivals, ...typed }: ProposalProps) => {
  const of = { ...typed, id: holder.id }
  const isOnly = !role.several && role.holders.length + rivals.length === 0
  return (
    <>
      <Question
        of={of}
        label="Is this right?"
        about={`${holder.name}, ${role.label}`}
        options={[
          { value: 'yes', text: 'Yes', reveals: <Day of={of} name="fromDate" {...sinceWhen} filled={holder.fromDate} /> },
          { value: 'other', text: 'Change', reveals: <Person of={of} /> },
          ...(isOnly ? [nobody(of)] : [{ value: 'no', text: 'No' }]),
        ]}
      />
      <Others of={of} held={othersIn(role, holder.personId)} rivals={role.several ? [] : rivals} />
    </>
  )
}
