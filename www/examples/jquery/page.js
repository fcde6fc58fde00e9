jQuery(function ($) {
  zhifa.plugIn($);
  $("#register")
    .zhifa("penalty/decision", { mapping: { wh: "documentNumber", xydm: "party.creditCode", rq: "decidedOn" } })
    .on("zhifa-report", function (event) {
      var detail = event.originalEvent.detail;
      var errors = $.grep(detail.report.findings, function (finding) { return finding.severity === "error"; });
      $("#state").text(detail.trigger === "submit" ? "有错误，没有提交。" : "错误" + errors.length + "处");
    })
    .on("submit", function (event) {
      event.preventDefault();
      $("#state").text("检查通过，表单可以提交。");
    });
});
