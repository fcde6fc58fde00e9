/** The twenty rules of penalty/decision that every engine holds: six required fields, and fourteen rules of the matrix. */
export const RULES = [
  'penalty/decision#party.name',
  'penalty/decision#party.address',
  'penalty/decision#facts',
  'penalty/decision#amount',
  'penalty/decision#remedies.reviewBody',
  'penalty/decision#decidedOn',
  'TY021', // check character of the credit codes
  'CF053', // filed before decided
  'CF054', // ninety days
  'CF133', // told before decided
  'CF134', // five working days to ask for a hearing
  'CF135', // five working days to speak
  'CF036', // illegal income is confiscated
  'CF037', // and no more than that
  'CF039', // the total of its parts
  'TY062', // the amount in words
  'CF222', // sixty days for review
  'CF223', // six months to sue
  'CF238', // fifteen days to pay
  'CF303', // served within seven working days
];
