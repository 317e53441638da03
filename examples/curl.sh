#!/usr/bin/env bash
# Signs a contract with curl: examples/curl.sh
# In front of the sandbox (npm start) it runs as it is; the SMS are at http://localhost:4001/sandbox/.
set -euo pipefail

gateway=${GATEWAY_URL:-http://localhost:4000/graphql}
place='"geoLocation": {"latitude": 30.0444, "longitude": 31.2357}'
token=''

# key: under which the gateway takes a step once, though curl sends it again by itself where a connection is cut.
key() {
  printf '"idempotencyKey": "%s"' "$(node -p 'crypto.randomUUID()')"
}

# moment: where and when a step is taken, and its key.
moment() {
  printf '%s, "userDeviceUtcTime": "%s", %s' "$place" "$(date -u +%FT%TZ)" "$(key)"
}

# graphql DOCUMENT INPUT TYPE PATH: sends a mutation and prints what its answer has at PATH. Where the answer is of another
# TYPE, or there are errors, the script ends with their sentence. A document without double quotes is a JSON string.
graphql() {
  printf '{"query": "%s", "variables": {"input": {%s}}}' "$(tr '\n' ' ' <<<"$1")" "$2" |
    curl -sS "$gateway" -H 'content-type: application/json' ${token:+-H "authorization: Bearer $token"} -d @- |
    answer "$3" "$4"
}

# answer TYPE PATH < JSON: Node reads it, as jq would.
answer() {
  node -e '
    const [type, path] = process.argv.slice(1);
    const text = require("fs").readFileSync(0, "utf8");
    if (!text) process.exit(1); // curl has said why
    const { data, errors = [] } = JSON.parse(text);
    const [result] = Object.values(data ?? {});
    const problems = [...errors, ...(result && result.__typename !== type ? [result] : [])];
    for (const { message } of problems) console.error(message);
    if (problems.length > 0) process.exit(1);
    console.log(path.split(".").reduce((at, key) => at?.[key], result) ?? "");' "$1" "$2"
}

token=$(graphql 'mutation ($input: LoginInput!) {
  login(input: $input) { __typename ... on Session { accessToken } ... on Problem { message } }
}' "\"phoneNumber\": \"+201000000001\", \"password\": \"${PASSWORD:-Cairo-2026!}\", \"deviceId\": \"cairo-phone\", $place, $(key)" \
  Session accessToken)

request=$(graphql 'mutation ($input: CreateBusinessRequestInput!) {
  createBusinessRequest(input: $input) {
    __typename
    ... on BusinessRequestCreated { businessRequest { id } }
    ... on Problem { message }
  }
}' "\"productTypeId\": 415, \"fields\": [
  {\"key\": \"fullName\", \"value\": \"Ahmed Mohamed\"},
  {\"key\": \"nationalId\", \"value\": \"29901234567890\"},
  {\"key\": \"monthlyIncome\", \"value\": \"5000\"}
], $(moment)" BusinessRequestCreated businessRequest.id)
echo "Created the business request $request."

otp=$(graphql 'mutation ($input: RequestActivationOtpInput!) {
  requestActivationOtp(input: $input) { __typename ... on ActivationOtpSent { otpRequestId } ... on Problem { message } }
}' "\"requestId\": \"$request\", $(moment)" ActivationOtpSent otpRequestId)

printf 'The code of the SMS: '
read -r code
payment=$(graphql 'mutation ($input: ValidateActivationOtpInput!) {
  validateActivationOtp(input: $input) { __typename ... on ActivationOtpValidated { paymentUrl } ... on Problem { message } }
}' "\"requestId\": \"$request\", \"otpRequestId\": \"$otp\", \"otpCode\": \"$code\", $(moment)" \
  ActivationOtpValidated paymentUrl)
if [ -n "$payment" ]; then
  printf 'Pay at %s, then press Enter. ' "$payment"
  read -r
fi

status=$(graphql 'mutation ($input: ConfirmPaymentInput!) {
  confirmPayment(input: $input) { __typename ... on ContractActivated { businessRequest { status } } ... on Problem { message } }
}' "\"requestId\": \"$request\", $(moment)" ContractActivated businessRequest.status)
echo "Signed: $status."
