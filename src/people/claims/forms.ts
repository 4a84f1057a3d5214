import * as z from 'zod'
import { optionsOf } from '#base/web/field.tsx'
import { choice, form, line, lines, select, sentAlong, ticks } from '#base/web/fields.tsx'
import { type Body, text, textField } from '#base/web/form.ts'
import { nameField } from '#base/web/name.ts'
import { personName } from '#people/accounts/forms.ts'
import { organisationForm } from '#schools/schools/forms.ts'
import type { RoleOption } from '#schools/schools/role.ts'
import { outsideKinds, schoolLabel } from '#schools/schools/school.ts'
import { type ClaimState, decisions } from './claim.ts'
import { askedFacts, normalPostcode, type Setting, settings, type UnlistedDecision, type UnlistedGround } from './unlisted-claim.ts'

export const claimForm = z.object({
  schoolId: textField.pipe(z.string().min(1, 'Choose your school')),
  name: personName,
  roleId: textField.pipe(z.string().min(1, 'Choose your role at the school')),
})

/** A childminder is the designated lead of the setting: there is nothing to choose. */
const asLead = (sent: unknown): unknown =>
  typeof sent === 'object' && text({ ...sent }, 'setting') === 'childminder' ? { ...sent, roleId: 'dsl' } : sent

/** A setting that is not listed. @param roles to choose from */
export const unlistedForm = (roles: readonly RoleOption[]) =>
  form(
    {
      setting: choice(
        'What kind of setting is it?',
        optionsOf(settings),
        z.enum(Object.keys(settings) as Setting[], 'Choose what kind of setting it is'),
      ),
      setName: line('Name of the setting', textField.pipe(nameField('The name of the setting', 'Enter the name of the setting', 200)), {
        hint: 'As its sign or its letters have it',
      }),
      postcode: line(
        'Postcode of the setting',
        textField
          .transform(normalPostcode)
          .pipe(z.string().regex(/^[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}$/, 'Enter the full postcode of the setting, like HR1 2AB')),
        { width: 10 },
      ),
      name: line('Your name', personName, { autocomplete: 'name' }),
      roleId: select(
        'Your role there',
        [{ value: '', text: 'Choose one' }, ...roles.map(({ id, label }) => ({ value: id, text: label }))],
        textField.pipe(z.string().min(1, 'Choose your role there')),
        { hint: 'A childminder is their own designated lead, and need not choose' },
      ),
    },
    (typed) => z.preprocess(asLead, typed),
  )

export const trustClaimForm = z.object({
  trustUid: textField.pipe(z.string().min(1, 'Choose the trust')),
  name: personName,
  roleId: textField.pipe(z.string().min(1, 'Choose your role at the trust')),
})

const tooLong = 'The reason must be 500 characters or fewer'

export const removeForm = form({
  reason: lines(
    'Reason (optional)',
    textField.pipe(z.string().max(500, tooLong)).transform((typed) => typed || undefined),
    {
      hint: 'The person reads it',
      rows: 2,
    },
  ),
  sure: ticks('Nobody will be left at the school who approves colleagues', [{ value: 'yes', text: 'I know that, and go on' }], textField, {
    hint: 'Afterwards only the council, or the school’s own mailbox, can confirm anybody. You can let a colleague approve others first.',
  }),
})

/** `confirmed`: asked once more, they still say no. */
export const answerForm = form({
  answer: sentAlong(z.enum(['yes', 'no'], 'Answer yes or no')),
  claim: sentAlong(textField),
  confirmed: sentAlong(textField),
})

const missingReason = 'Enter the reason: the person is told it'
const reason = (label: string) =>
  lines(label, textField.pipe(z.string().max(500, tooLong)), {
    hint: 'The person is told it by email',
    rows: 2,
  })
const decision = sentAlong(z.enum(decisions, 'Choose whether to approve or refuse'))

export const decisionForm = (state: ClaimState) =>
  form({ decision, reason: reason(state === 'approved' ? 'Reason for ending it' : 'Reason for refusing') }, (typed) =>
    typed.refine(({ decision, reason }) => decision === 'approve' || reason !== '', {
      path: ['reason'],
      message: missingReason,
    }),
  )

export const unlistedDecisionForm = ({ claim, likely = [] }: UnlistedGround) => {
  const { name, town, postcode } = organisationForm.shape
  const isEntered = (sent: Body): boolean => text(sent, 'decision') === 'approve' && text(sent, 'school') === 'new'
  return form(
    {
      decision,
      school:
        likely.length > 0
          ? choice(
              'Is it one of these? They have the same postcode or a name like it.',
              [
                ...likely.map((school) => ({ value: school.id, text: `Yes: ${schoolLabel(school)}`, hint: school.postcode })),
                { value: 'new', text: 'No: enter it as a new organisation, with what stands below' },
              ],
              textField,
            )
          : sentAlong(textField),
      outsideKind: select(
        'Kind of organisation',
        optionsOf(outsideKinds),
        z.enum(Object.keys(outsideKinds) as (keyof typeof outsideKinds)[], 'Choose what kind of organisation it is'),
      ),
      name: line('Name', name),
      town: line('Town', town, { width: 20 }),
      postcode: line('Postcode', postcode, { width: 10 }),
      reason: reason('Reason for refusing'),
    },
    (typed) =>
      // The facts count only for one that is entered.
      z
        .preprocess((sent) => (isEntered(sent as Body) ? sent : { ...(sent as Body), ...askedFacts(claim) }), typed)
        .superRefine(({ decision, school, reason }, context) => {
          const lacks = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
          if (decision !== 'approve') {
            if (reason === '') lacks('reason', missingReason)
          } else if (school === '') lacks('school', 'Choose whether it is one of these')
        })
        .transform(
          ({ decision, school, reason, ...organisation }): UnlistedDecision =>
            decision !== 'approve' ? { reason } : school === 'new' ? { organisation } : { schoolId: school },
        ),
  )
}
