export const contactRefusals: Record<'noted_before' | 'corrected_before' | 'ended_before', string> = {
  noted_before: 'It was noted before',
  corrected_before: 'Somebody else has just corrected this contact. Go back to the ladder and correct what stands now',
  ended_before: 'It was over before: the school answered, or somebody else ended it',
}
