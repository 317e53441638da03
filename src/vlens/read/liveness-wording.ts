import { plainWords } from './plain-words.js';

/**
 * Whether a sentence says that liveness must be (re-)validated, in English or Arabic. It must name liveness and say that liveness is what
 * is needed. "Liveness check passed, OTP required" does not match, nor does a failure, a success, a condition or a "not". The documented
 * wording is "Location changed, liveness revalidation required." (vlens.yaml, StepRequestOtp).
 */
export function saysLivenessNeeded(sentence: string): boolean {
  const words = plainWords(sentence);
  return (
    LIVENESS_THEN_NEED.some((pattern) => matchesUnconditionally(words, pattern)) ||
    words.split(SENTENCE_END).some((each) => saysItInTwoClauses(each) || saysItByLocation(each)) ||
    words.split(ARABIC_CLAUSE_END).some(saysItInArabic)
  );
}

const SENTENCE_END = /[.!?;](?=\s|$)/;
const OUTCOME =
  /\b(?:pass(?:ed)?|succe\w+|fail\w*|completed?|done|in progress|pending|expired|rejected|errors?|skipped|not|no|without|unavailable|disabled)\b/;

/** Liveness, or the face check, as customers know the step. */
const LIVENESS =
  '(?:liveness|liveliness|(?:face|facial|selfie|biometric) (?:re)?(?:validation|verification|check|scan|recognition)|revalidation (?:of (?:your |the )?)?face)';
const CHECK =
  '(?:checks?|(?:re)?validation|(?:re)?verification|recheck|test|detection|scan|step|process|again|now|first|is|are)';
const TOWARDS =
  '(?:you|your|the|an?|new|another|user|customer|to|be|do|perform|pass|complete|repeat|redo|retake|take|make|start|go|through|undergo|proceed|with|first|again|of|for|confirm|(?:re)?validat(?:e|ion)|(?:re)?verif(?:y|ication)|recheck)';
const OVER = `(?! (?:${CHECK} |has |have |was |already )*(?:passed|succe\\w+|failed|completed|done)\\b)`;

const LIVENESS_THEN_NEED = [
  // "liveness re-validation is required", "liveness check must be repeated"
  `\\b${LIVENESS}(?: ${CHECK})* (?:(?:required|needed|necessary|mandatory)\\b(?! ?[:=] ?(?:no|false|0)\\b)${OVER}|(?:must|should be|has to|have to|needs to)\\b(?! (?:not|have)\\b))`,
  // "please perform a liveness check", "requires liveness", "you must re-validate your liveness"
  `(?<!\\b(?:no|not|never|longer)(?: (?:yet|currently|longer))? )(?<!n't )\\b(?:requires?|required to|needs?|must|have to|has to|please|kindly)(?: ${TOWARDS})* (?:${LIVENESS}|revalidat(?:e|ion)(?: (?:of|your|the))* face)\\b${OVER}`,
  // "re-validate your liveness to go on"
  `(?:^|[.,;:!?] ?)(?:revalidate|reverify|recheck)(?: (?:your|the|user|customer))* (?:${LIVENESS}|face)\\b`,
  // "the OTP cannot be sent until liveness is re-validated"
  `\\b(?:can ?not|can't|unable to) [^.,;]*\\b(?:without|until|before)(?: ${TOWARDS})* ${LIVENESS}\\b${OVER}`,
].map((pattern) => new RegExp(pattern, 'g'));

/** "No liveness check required" and "if liveness is required" also match the patterns, so the words before the match decide. */
function matchesUnconditionally(words: string, pattern: RegExp): boolean {
  return [...words.matchAll(pattern)].some(({ index }) => {
    const before =
      words
        .slice(0, index)
        .split(/[.,;:!?]/)
        .at(-1) ?? '';
    return (
      !/\b(?:if|whether|unless|when|in case)\b/.test(before) &&
      !/\b(?:no|not|never|without)(?: (?:further|more|additional|new|any|an?|the))* $/.test(before)
    );
  });
}

/** "Liveness: re-validation required", "liveness expired, please re-validate". */
function saysItInTwoClauses(sentence: string): boolean {
  return (
    new RegExp(`\\b${LIVENESS}\\b`).test(sentence) &&
    /[,:] ?(?:revalidation (?:is )?(?:required|needed|necessary|mandatory)\b|(?:please|kindly|you must|you need to) (?:revalidate|reverify)(?= ?(?:[,:]|again|$)))/.test(
      sentence,
    )
  );
}

/** "Location changed: liveness re-validation", which does not say "required". A sentence with a result does not count. */
function saysItByLocation(sentence: string): boolean {
  const moved =
    /\blocations?\b.*\b(?:chang\w+|moved|differ\w*|too far|mismatch)|\b(?:chang\w+|different|new)\b.*\blocation\b/;
  const clauses = sentence.split(/[,:]/);
  return (
    moved.test(sentence) &&
    clauses.some(
      (clause) =>
        new RegExp(`\\b(?:${LIVENESS} revalidation|revalidation (?:of )?${LIVENESS})\\b`).test(clause) &&
        !OUTCOME.test(clause),
    )
  );
}

const ARABIC_CLAUSE_END = /[.,;!?،؛؟]/;
const ARABIC_LIVENESS = /حيويه|الحيوي|الوجه|وجهك|سيلفي|\bliveness\b/;
const ARABIC_NEED = /مطلوب|يجب|يلزم|لازم|يرجي|رجاء|من فضلك|ضروري|[تين]حتاج|[تي]تطلب|لا ?بد|عليك|اعد التحقق/;
const ARABIC_OTHERWISE =
  /(?:^| )(?:و|ف)?(?:لا(?! ?بد)|لم|لن|غير|ليست?|بدون|دون|اذا|ان كان)(?: |$)|فشل|فاشل|نجح|نجاح|ناجح|اكتمل|تم التحقق|تمت|منته|صوره/;

function saysItInArabic(clause: string): boolean {
  return ARABIC_LIVENESS.test(clause) && ARABIC_NEED.test(clause) && !ARABIC_OTHERWISE.test(clause);
}
