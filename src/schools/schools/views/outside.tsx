import { Button, Choices, optionsOf, type Problems, TextField } from '#base/web/field.tsx'
import { Bullets, ErrorSummary, Link, P, Title } from '#base/web/page-parts.tsx'
import { outsideKinds, type SchoolOption, schoolLabel } from '../school.ts'
import type { SchoolChoices } from '../school-choice.ts'
import { SchoolField } from '../views.tsx'

type OrganisationPageProps = {
  isNew: boolean
  values: Record<string, string>
  trusts: SchoolChoices
  problems?: Problems | undefined
  similar?: readonly SchoolOption[]
}

export const OrganisationPage = ({ isNew, values, trusts, problems, similar = [] }: OrganisationPageProps) => {
  const field = (name: string) => ({ name, value: values[name], problems })
  return (
    <>
      <ErrorSummary problems={problems} />
      <Title>{isNew ? 'Add an organisation outside the register' : 'Change this organisation'}</Title>
      {similar.length > 0 ? (
        <div class="govuk-inset-text" role="alert">
          <P>
            {similar.length === 1
              ? 'There is one with a similar name. Is it the same?'
              : 'There are some with similar names. Is it one of them?'}
          </P>
          <Bullets>
            {similar.map((school) => (
              <li>
                <Link href={`/organiser/schools/${school.id}`}>{schoolLabel(school)}</Link>
              </li>
            ))}
          </Bullets>
        </div>
      ) : (
        <P>
          It may book and attend like a school of the register, and is never counted among schools. Schools of this area come from the
          national register: do not enter them here.
        </P>
      )}
      <form method="post" novalidate>
        {/* Enter in a text field presses the first button of a form. */}
        <button type="submit" class="govuk-visually-hidden" tabindex={-1}>
          {isNew ? 'Add organisation' : 'Save'}
        </button>
        <Choices
          name="outsideKind"
          label="What kind of organisation is it?"
          type="radios"
          values={values['outsideKind'] ? [values['outsideKind']] : []}
          problems={problems}
          options={optionsOf(outsideKinds)}
        />
        <TextField {...field('name')} label="Name" />
        <TextField {...field('town')} label="Town (optional)" hint="Tells it apart from others of the same name" width={20} />
        <TextField {...field('postcode')} label="Postcode (optional)" width={10} />
        {trusts.all?.length === 0 ? null : (
          <SchoolField
            {...field('trustUid')}
            schools={trusts}
            sought="trust"
            label="Trust, if it is a school elsewhere (optional)"
            hint="Whoever the council has confirmed for the whole trust then acts for this school too"
            none="No trust, or not known"
          />
        )}
        {values['setting'] ? <input type="hidden" name="setting" value={values['setting']} /> : null}
        {similar.length > 0 ? <input type="hidden" name="sure" value="yes" /> : null}
        <Button>{similar.length > 0 ? 'None of them: save it' : isNew ? 'Add organisation' : 'Save'}</Button>
      </form>
    </>
  )
}
