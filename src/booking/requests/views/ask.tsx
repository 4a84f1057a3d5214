import type { Child } from 'hono/jsx'
import { Choices } from '#base/web/field.tsx'
import { type Body, text, texts } from '#base/web/form.ts'
import { Details } from '#base/web/page-parts.tsx'
import type { Typed } from '#base/web/press.tsx'
import type { SchoolChoices } from '#schools/schools/school-choice.ts'
import { SchoolField } from '#schools/schools/views.tsx'
import { colleagues } from '../forms.ts'

type AskFieldsProps = Typed & { choices: SchoolChoices; fields: Record<string, Child>; asksName: boolean }

const hasMore = (body: Body): boolean =>
  colleagues.some((n) => n !== '' && ['name', 'email', 'role'].some((name) => text(body, name + n) !== ''))

/** Who wants to go, and which school is asked. */
export const AskFields = ({ choices, body, problems, fields, asksName }: AskFieldsProps) => (
  <>
    {/* Enter in a text field presses the first button of a form. */}
    <button type="submit" class="govuk-visually-hidden" tabindex={-1}>
      Ask my school
    </button>
    {asksName ? fields['asker'] : null}
    <SchoolField
      name="schoolId"
      label="Your school"
      hint="Type a part of its name, its town, URN or postcode."
      schools={choices}
      value={text(body, 'schoolId')}
      problems={{ ...choices.finding?.problems, ...problems }}
    />
    <Choices
      name="who"
      label="Who wants to go?"
      type="checkboxes"
      values={texts(body, 'who')}
      problems={problems}
      options={[
        { value: 'me', text: 'I do', reveals: fields['roleId'] },
        {
          value: 'colleague',
          text: 'A colleague, or several',
          reveals: (
            <>
              {[fields['name'], fields['email'], fields['role']]}
              <Details summary="More colleagues" open={hasMore(body)}>
                {colleagues.flatMap((n) => (n === '' ? [] : [fields[`name${n}`], fields[`email${n}`], fields[`role${n}`]]))}
              </Details>
            </>
          ),
        },
      ]}
    />
  </>
)
