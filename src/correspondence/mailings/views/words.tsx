import { Bullets, Details } from '#base/web/page-parts.tsx'

const fieldSays: [field: string, says: string][] = [
  ['{name}', 'the person’s name, or “colleague” where it is not known'],
  ['{school}', 'the school’s name'],
  ['{title}', 'the event’s title'],
  ['{day}', 'the day on which it begins'],
  ['{link}', 'the page of their booking, else of the event, else where their school does what you follow up, else of all conferences'],
]

export const FieldsOfText = () => (
  <Details summary="Fields that stand for something of each recipient">
    <Bullets>
      {fieldSays.map(([field, says]) => (
        <li>
          <strong>{field}</strong>: {says}
        </li>
      ))}
    </Bullets>
  </Details>
)
