import { Button, Choices, DayField, optionsOf, type Problems, TextField } from '#base/web/field.tsx'
import { Caption, ErrorSummary, NothingChanged, P, Page, SummaryList, Title } from '#base/web/page-parts.tsx'
import { listed } from '#base/words.ts'
import type { AskedPerson } from '#people/people/spelling.ts'
import { PersonQuestion } from '#people/people/views/person-question.tsx'
import { schoolLabel } from '#schools/schools/school.ts'
import { type AskedRole, declineReasons, type Holder, mayConfirm, othersIn, type SchoolRoles } from '../school-roles.ts'
import { confirmRefusals } from './refusals.tsx'
import { gapSaid, HolderFacts } from './roles.tsx'

export type Typed = Partial<Record<string, string>>
type Form = { values: Typed; problems?: Problems | undefined; why?: string | undefined }

const names = (people: readonly Holder[]): string => listed(people.map(({ name }) => name))

const SinceFields = ({ role, personId, values, problems }: Form & { role: AskedRole; personId?: string }) => {
  const others = othersIn(role, personId)
  return (
    <>
      <DayField name="fromDate" label="Since (first day in the role)" value={values['fromDate']} problems={problems} />
      <Choices
        type="checkboxes"
        small
        name="dateNotKnown"
        label="If nobody knows since when"
        values={[values['dateNotKnown'] ?? '']}
        options={[{ value: 'yes', text: 'The first day is not known' }]}
        problems={problems}
      />
      {others.length > 0 ? (
        <>
          <Choices
            type="radios"
            name="others"
            label={`${names(others)} ${others.length === 1 ? 'is' : 'are'} confirmed in this role. Has that ended?`}
            hint="One person usually holds this role"
            values={[values['others'] ?? '']}
            options={[
              { value: 'ended', text: 'Yes, it has ended' },
              { value: 'both', text: 'No, they hold it together' },
            ]}
            problems={problems}
          />
          <DayField name="othersLastDay" label="If it has ended: the last day" value={values['othersLastDay']} problems={problems} />
        </>
      ) : null}
    </>
  )
}

const NotSo = ({ values, problems }: Form) => (
  <Choices
    type="radios"
    small
    name="reason"
    label="If it is not right: why"
    values={[values['reason'] ?? '']}
    options={optionsOf(declineReasons)}
    problems={problems}
  />
)

type AnswerRolePageProps = Form & { at: SchoolRoles; role: AskedRole; asked?: AskedPerson | undefined }

export const AnswerRolePage = ({ at, role, values, problems, why, asked }: AnswerRolePageProps) => {
  const held = role.holders.length > 0
  return (
    <Page>
      <NothingChanged why={why} />
      <ErrorSummary problems={problems} />
      <Title>
        {held ? 'Who else holds this role?' : 'Who holds this role?'}
        <Caption>
          {role.label}, {schoolLabel(at.school)}
        </Caption>
      </Title>
      {role.gap && !held ? <P>{gapSaid(role.gap)}</P> : null}
      <form method="post" novalidate>
        {held ? (
          <>
            <P>
              {names(role.holders)} {role.holders.length === 1 ? 'is' : 'are'} confirmed in it. To say that the role is vacant, say first
              that they no longer hold it.
            </P>
            <input type="hidden" name="answer" value="named" />
          </>
        ) : (
          <Choices
            type="radios"
            name="answer"
            label="Who holds it now?"
            values={[values['answer'] ?? '']}
            options={[
              { value: 'named', text: 'Somebody holds it' },
              { value: 'vacant', text: 'It is vacant' },
              { value: 'not_known', text: 'We do not know' },
            ]}
            problems={problems}
          />
        )}
        <fieldset class="govuk-fieldset">
          <legend class="govuk-fieldset__legend govuk-fieldset__legend--m">{held ? 'Who it is' : 'If somebody holds it'}</legend>
          {asked ? <PersonQuestion {...asked} problems={problems} /> : null}
          <TextField name="name" label="Their name" value={values['name']} problems={problems} autocomplete="off" />
          <TextField
            name="email"
            type="email"
            label="Their email address (optional)"
            hint="We tell them, and they can say that it is wrong"
            value={values['email']}
            problems={problems}
            autocomplete="off"
          />
          <SinceFields role={role} values={values} problems={problems} />
        </fieldset>
        {held ? null : (
          <fieldset class="govuk-fieldset">
            <legend class="govuk-fieldset__legend govuk-fieldset__legend--m">If it is vacant</legend>
            <DayField name="vacantFrom" label="Vacant since" value={values['vacantFrom']} problems={problems} />
          </fieldset>
        )}
        <Button>Save</Button>
      </form>
    </Page>
  )
}

const Who = ({ at, role, holder }: { at: SchoolRoles; role: AskedRole; holder: Holder }) => (
  <SummaryList
    rows={[
      ['Person', holder.name],
      ['Role', role.label],
      ['School', schoolLabel(at.school)],
      ['When', <HolderFacts holder={holder} />],
      ['What they say', holder.dispute?.reason],
    ]}
  />
)

/** One person in a role: a proposal to confirm, a role that may have ended, a dispute to answer. */
export const HolderPage = ({ at, role, holder, values, problems, why }: Form & { at: SchoolRoles; role: AskedRole; holder: Holder }) => {
  const { dispute, confirmedAt } = holder
  const title = confirmedAt && !dispute ? 'Has something changed?' : 'Is this right?'
  return (
    <Page>
      <NothingChanged why={why} />
      <ErrorSummary problems={problems} />
      <Title>{title}</Title>
      <Who at={at} role={role} holder={holder} />
      {confirmedAt || dispute || mayConfirm(at, holder) ? null : <P>{confirmRefusals.own_word}.</P>}
      <form method="post" novalidate>
        <Choices
          type="radios"
          name="answer"
          label="Your answer"
          values={[values['answer'] ?? '']}
          options={
            dispute
              ? [
                  { value: 'upheld', text: 'They are right: this role is wrong', hint: 'The role is taken off the record of the school' },
                  { value: 'dismissed', text: 'This is right', hint: `The role counts again${confirmedAt ? '' : ' once it is confirmed'}` },
                ]
              : confirmedAt
                ? [
                    ...(at.capacity === 'officer'
                      ? [{ value: 'agree', text: 'This is right', hint: 'The school then sees what they attended for other schools' }]
                      : []),
                    { value: 'ended', text: 'They no longer hold it' },
                    { value: 'not_so', text: 'This is not right, and never was' },
                  ]
                : [
                    ...(mayConfirm(at, holder) ? [{ value: 'confirm', text: holder.toDate ? 'This was right' : 'This is right' }] : []),
                    { value: 'not_so', text: 'This is not right' },
                  ]
          }
          problems={problems}
        />
        {dispute ? null : (
          <>
            {confirmedAt ? (
              <DayField name="lastDay" label="If they no longer hold it: the last day" value={values['lastDay']} problems={problems} />
            ) : holder.toDate ? (
              <SinceFields role={{ ...role, several: true }} values={values} problems={problems} />
            ) : (
              <SinceFields role={role} personId={holder.personId} values={values} problems={problems} />
            )}
            <NotSo values={values} problems={problems} />
          </>
        )}
        <Button>Save</Button>
      </form>
    </Page>
  )
}
