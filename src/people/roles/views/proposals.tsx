import { Button, Choices, DayField, type Problems, TextField } from '#base/web/field.tsx'
import { Caption, Details, ErrorSummary, Link, NothingChanged, P, Page, Title } from '#base/web/page-parts.tsx'
import { counted, listed } from '#base/words.ts'
import type { AskedPerson } from '#people/people/spelling.ts'
import { CarriedMeant, PersonQuestion } from '#people/people/views/person-question.tsx'
import { sourceSaid } from '#schools/schools/role.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { proposalField } from '../forms.ts'
import {
  confirmableOf,
  type InRole,
  mayConfirm,
  mostProposals,
  othersIn,
  proposalsOf,
  type SchoolRoles,
  sayConfirm,
  whoConfirms,
} from '../school-roles.ts'

export type Typed = Partial<Record<string, string>>

/** Where everybody who is proposed for a role at a school is confirmed; nothing where nobody is. */
export const ConfirmLink = ({ proposals, rolesAt }: { proposals: number; rolesAt: string }) =>
  proposals === 0 ? null : (
    <p class="govuk-body muster-no-print">
      <Link href={`${rolesAt}/confirm`}>{sayConfirm(proposals)}</Link>
    </p>
  )

const names = (people: readonly InRole[]): string => listed(people.map(({ holder }) => holder.name))

type ProposalProps = {
  one: InRole
  all: readonly InRole[]
  /** Whose record may be meant by whoever is named instead. */
  asked: AskedPerson | undefined
  values: Typed
  problems: Problems | undefined
}

/** One who is proposed: whether that is right, since when, and who else it is. */
const Proposal = ({ one, all, asked, values, problems }: ProposalProps) => {
  const { role, holder } = one
  const field = (name: Parameters<typeof proposalField>[0]) => {
    const id = proposalField(name, holder.id)
    return { name: id, value: values[id], problems }
  }
  const { value: answer, ...answerField } = field('answer')
  const { value: others, ...othersField } = field('others')
  const held = othersIn(role, holder.personId)
  const rivals = role.several ? [] : all.filter((other) => other.role.id === role.id && other !== one)
  const isAlone = held.length + rivals.length === 0
  const other = [field('name'), field('email')]
  return (
    <fieldset class="govuk-fieldset govuk-!-margin-bottom-7">
      <legend class="govuk-fieldset__legend govuk-fieldset__legend--m">
        {holder.name}: {role.label}
      </legend>
      <Choices
        {...answerField}
        type="radios"
        small
        inline
        label="Is this right?"
        hint={sourceSaid(holder)}
        values={[answer ?? (isAlone ? 'yes' : '')]}
        options={[
          { value: 'yes', text: 'Yes' },
          { value: 'other', text: 'Somebody else' },
          { value: 'no', text: 'No' },
        ]}
      />
      <DayField
        {...field('fromDate')}
        value={values[field('fromDate').name] ?? holder.fromDate ?? ''}
        label="Since"
        hint="Leave it empty if you do not know"
      />
      {isAlone ? null : (
        <>
          <Choices
            {...othersField}
            type="radios"
            small
            label={
              held.length > 0
                ? `${listed(held.map(({ name }) => name))} ${held.length === 1 ? 'is' : 'are'} confirmed in this role. Has that ended?`
                : `${names(rivals)} ${rivals.length === 1 ? 'is' : 'are'} proposed for it too`
            }
            hint="One person usually holds this role"
            values={[others ?? '']}
            options={[
              ...(held.length > 0 ? [{ value: 'ended', text: 'Yes, it has ended' }] : []),
              { value: 'both', text: held.length > 0 ? 'No, they hold it together' : 'They hold it together' },
            ]}
          />
          {held.length > 0 ? <DayField {...field('othersLastDay')} label="If it has ended: the last day" /> : null}
        </>
      )}
      <Details
        summary="If it is somebody else: who"
        open={other.some(({ name }) => [values, problems ?? {}].some((said) => (said[name] ?? '') !== ''))}
      >
        {asked ? (
          <PersonQuestion {...asked} problems={problems} />
        ) : (
          <CarriedMeant row={{ meant: values[field('meant').name] }} at={holder.id} />
        )}
        <TextField {...field('name')} label="Their name" autocomplete="off" />
        <TextField
          {...field('email')}
          type="email"
          label="Their email address (optional)"
          hint="They are told that they are named, and can say that it is not so"
          autocomplete="off"
        />
      </Details>
    </fieldset>
  )
}

type ProposalsPageProps = {
  at: SchoolRoles
  base: string
  formId: string
  seen: string
  values: Typed
  problems?: Problems | undefined
  why?: string | undefined
  asked?: readonly AskedPerson[] | undefined
}

/** Everybody who is proposed for a role, answered with one press. */
export const ProposalsPage = ({ at, base, formId, seen, values, problems, why, asked = [] }: ProposalsPageProps) => {
  const all = confirmableOf(at)
  const rest = proposalsOf(at).filter(({ holder }) => !mayConfirm(at, holder))
  const shown = all.slice(0, mostProposals)
  return (
    <Page>
      <NothingChanged why={why} />
      <ErrorSummary problems={problems} />
      <Title>
        Are these people right?
        <Caption>{schoolLabel(at.school)}</Caption>
      </Title>
      {rest.map(({ role, holder }) => (
        <P>
          {holder.name} says that they are {role.label.toLowerCase()}. {whoConfirms}.
        </P>
      ))}
      {all.length === 0 ? (
        <P>
          Nobody {rest.length > 0 ? 'else ' : ''}is proposed for a role now. <Link href={base}>See who holds which role</Link>
        </P>
      ) : (
        <>
          <P>
            Bookings, requests, lists and people themselves name {all.length === 1 ? 'this person' : 'these people'}. They count once you
            confirm them. Change what is wrong and save: all answers are kept together, or none.
          </P>
          {shown.length < all.length ? (
            <P>
              The first {counted(shown.length, 'person', 'people')} of {all.length} are here. The others follow once you have saved.
            </P>
          ) : null}
          <form method="post" novalidate>
            <input type="hidden" name="id" value={formId} />
            <input type="hidden" name="seen" value={seen} />
            {shown.map((one) => (
              <Proposal
                one={one}
                all={shown}
                asked={asked.find(({ at: of }) => of === one.holder.id)}
                values={values}
                problems={problems}
              />
            ))}
            <Button>{shown.length === 1 ? 'Save this answer' : `Save these ${shown.length} answers`}</Button>
          </form>
        </>
      )}
    </Page>
  )
}
